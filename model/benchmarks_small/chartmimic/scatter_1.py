import matplotlib.pyplot as plt
import numpy as np

height = np.array([150, 158, 163, 168, 171, 176, 180, 185, 190])
stride = np.array([62, 65, 66, 70, 71, 73, 76, 77, 80])
fig, ax = plt.subplots(figsize=(5, 5))
ax.scatter(height, stride, color="#2f7d4f", s=60)
ax.set_title("Height and stride")
ax.set_xlabel("Height (cm)")
ax.set_ylabel("Stride (cm)")
ax.grid(True)
plt.tight_layout()
plt.savefig("scatter_1.pdf")
