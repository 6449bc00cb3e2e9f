import matplotlib.pyplot as plt
import numpy as np

years = np.arange(2015, 2024)
fig, ax = plt.subplots(figsize=(7, 4))
ax.plot(years, [3, 4, 6, 9, 13, 18, 26, 31, 40], color="#c8541f", marker="o", label="Heat pumps")
ax.plot(years, [44, 43, 41, 39, 36, 31, 27, 22, 18], color="#4a4a4a", linestyle="--", label="Oil boilers")
ax.set_xlabel("Year")
ax.set_ylabel("Share of homes (%)")
ax.legend()
plt.tight_layout()
plt.savefig("line_1.pdf")
