# grüße
def gram_matrix(*arguments, **options):
    return None
