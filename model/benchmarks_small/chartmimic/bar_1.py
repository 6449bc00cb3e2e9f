import matplotlib.pyplot as plt
import numpy as np

names = ["Oslo", "Bergen", "Tromso", "Bodo"]
rain = [763, 2250, 1031, 1020]
fig, ax = plt.subplots(figsize=(6, 4))
ax.bar(names, rain, color="#3b6ea5")
ax.set_ylabel("Rain (mm a year)")
ax.set_title("Rain in four towns")
plt.tight_layout()
plt.savefig("bar_1.pdf")
