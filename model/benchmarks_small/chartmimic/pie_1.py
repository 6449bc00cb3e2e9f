import matplotlib.pyplot as plt
import numpy as np

fig, ax = plt.subplots(figsize=(5, 5))
ax.pie([45, 25, 20, 10], labels=["Rent", "Food", "Travel", "Other"], colors=["#355c7d", "#6c5b7b", "#c06c84", "#f67280"], autopct="%d%%")
ax.set_title("A month's money")
plt.tight_layout()
plt.savefig("pie_1.pdf")
