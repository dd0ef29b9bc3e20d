def viterbi(log_emissions, log_transitions, log_start, log_end):
    emissions, transitions = log_emissions.tolist(), log_transitions.tolist()
    start, end = log_start.tolist(), log_end.tolist()
    states = range(len(start))
    table = [{j: start[j] + emissions[0][j] for j in states}]
    paths = {j: [j] for j in states}
    for row in emissions[1:]:
        reached, longer = {}, {}
        for j in states:
            score, i = max((table[-1][i] + transitions[i][j], i) for i in states)
            reached[j] = score + row[j]
            longer[j] = paths[i] + [j]
        table.append(reached)
        paths = longer
    score, last = max((table[-1][j] + end[j], j) for j in states)
    return paths[last], score
