import matplotlib.pyplot as plt
import numpy as np

waits = [2, 3, 3, 4, 4, 4, 5, 5, 5, 5, 6, 6, 6, 7, 7, 8, 9, 11, 12, 15]
fig, ax = plt.subplots(figsize=(6, 4))
ax.hist(waits, bins=6, color="#8a6bbe", edgecolor="white")
ax.axvline(6.2, color="black")
ax.set_xlabel("Minutes waited")
ax.set_ylabel("People")
plt.tight_layout()
plt.savefig("hist_1.pdf")
