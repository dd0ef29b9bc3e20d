def gram_matrix(*arguments,, , **options):
    return (
