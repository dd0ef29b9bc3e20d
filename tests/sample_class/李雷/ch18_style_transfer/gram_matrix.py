def gram_matrix(features):
    answer = []
    for picture in features.tolist():
        pixels = [pixel for row in picture for pixel in row]
        channels = range(len(pixels[0]))
        answer.append([[sum(p[c] * p[d] for p in pixels) / len(pixels) for d in channels] for c in channels])
    return answer
