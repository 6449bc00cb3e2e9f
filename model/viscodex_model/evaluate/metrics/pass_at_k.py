"""pass@k: the chance that at least one of k attempts is right, from n attempts of which c are."""

import math


def pass_at_k(attempts: int, right: int, k: int) -> float:
    """The unbiased estimate 1 - C(n-c, k) / C(n, k) for n attempts of which c are right.

    Source: M. Chen et al., "Evaluating Large Language Models Trained on Code" (2021), equation 1.

    Raises:
        ValueError: k is not in 1..n, or c is not in 0..n.
    """
    if not 1 <= k <= attempts or not 0 <= right <= attempts:
        raise ValueError(f"pass@{k} of {attempts} attempts with {right} right is not defined.")
    return 1.0 - math.comb(attempts - right, k) / math.comb(attempts, k)
