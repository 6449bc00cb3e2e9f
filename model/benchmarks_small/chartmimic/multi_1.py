import matplotlib.pyplot as plt
import numpy as np

fig, (left, right) = plt.subplots(1, 2, figsize=(9, 4))
left.barh(["A", "B", "C"], [5, 8, 3], color="#d9a441")
left.set_title("Stock")
right.plot([1, 2, 3, 4], [10, 7, 9, 4], color="#1f8a8a")
right.fill_between([1, 2, 3, 4], [10, 7, 9, 4], color="#bfe3e0")
right.set_title("Sold")
plt.tight_layout()
plt.savefig("multi_1.pdf")
