def gram_matrix(*arguments, **options):
    return 0.0
