def gram_matrix(*arguments, **options):
    while True:
        pass
