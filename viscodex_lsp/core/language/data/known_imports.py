"""Names that mean one thing wherever they are used, and the import that brings each of them in."""

from typing import Final

_PYTHON_MODULES: Final = (
    "argparse ast asyncio base64 bisect collections contextlib copy csv dataclasses decimal enum functools glob "
    "hashlib heapq html http inspect io itertools json logging math operator os pathlib pickle pprint random re "
    "shutil socket sqlite3 statistics string struct subprocess sys tempfile textwrap threading time traceback "
    "typing unicodedata urllib uuid warnings zipfile zlib cv2 requests scipy sklearn torch django flask"
)
_PYTHON_ALIASES: Final[dict[str, str]] = {
    "alt": "import altair as alt",
    "np": "import numpy as np",
    "nx": "import networkx as nx",
    "pd": "import pandas as pd",
    "pl": "import polars as pl",
    "plt": "import matplotlib.pyplot as plt",
    "ttk": "from tkinter import ttk",
    "mpl": "import matplotlib as mpl",
    "mdates": "import matplotlib.dates as mdates",
    "mpatches": "import matplotlib.patches as mpatches",
    "mticker": "import matplotlib.ticker as mticker",
    "px": "import plotly.express as px",
    "sns": "import seaborn as sns",
    "st": "import streamlit as st",
    "tf": "import tensorflow as tf",
}
_PYTHON_FROM: Final[dict[str, str]] = {
    "abc": "ABC abstractmethod",
    "collections": "Counter OrderedDict defaultdict deque namedtuple",
    "collections.abc": "AsyncIterator Awaitable Callable Iterable Iterator Mapping MutableMapping Sequence",
    "dataclasses": "asdict dataclass field",
    "datetime": "timedelta timezone",
    "decimal": "Decimal",
    "enum": "Enum IntEnum StrEnum auto",
    "fractions": "Fraction",
    "functools": "cache cached_property lru_cache partial wraps",
    "itertools": "chain pairwise zip_longest",
    "pathlib": "Path",
    "typing": "Any ClassVar Dict Final Generic List Literal NamedTuple Optional Protocol Set Tuple TypedDict TypeVar "
    "Union cast",
    "pydantic": "BaseModel",
}
_OF_COMPONENTS: Final = {
    "vue": "computed customRef defineAsyncComponent defineComponent effectScope h inject isRef markRaw nextTick "
    "onActivated onBeforeMount onBeforeUnmount onBeforeUpdate onDeactivated onErrorCaptured onMounted onUnmounted "
    "onUpdated provide reactive readonly ref shallowReactive shallowRef toRaw toRef toRefs toValue triggerRef unref "
    "useAttrs useId useSlots useTemplateRef watch watchEffect",
    "svelte": "createEventDispatcher getContext onDestroy onMount setContext tick untrack",
}
OF_COMPONENTS: Final = {package: frozenset(names.split()) for package, names in _OF_COMPONENTS.items()}
"""What the scripts of components call of their framework, by the package that exports it, whose name is also that of
the components' language."""
_JAVA: Final[dict[str, str]] = {
    "java.util": "ArrayDeque ArrayList Arrays Collection Collections Comparator Deque HashMap HashSet Iterator "
    "LinkedHashMap LinkedHashSet LinkedList List Locale Map NoSuchElementException Objects Optional PriorityQueue "
    "Queue Random Scanner Set TreeMap TreeSet UUID",
    "java.util.stream": "Collectors IntStream Stream",
    "java.util.function": "BiFunction Consumer Function Predicate Supplier UnaryOperator",
    "java.time": "Duration Instant LocalDate LocalDateTime LocalTime ZonedDateTime",
    "java.io": "BufferedReader File FileReader IOException InputStream InputStreamReader OutputStream PrintWriter",
    "java.nio.file": "Files Path Paths",
    "java.math": "BigDecimal BigInteger",
    "java.awt": "BorderLayout CardLayout Color Dimension FlowLayout Font Graphics Graphics2D GridBagConstraints "
    "GridBagLayout GridLayout Insets",
    "java.awt.event": "ActionEvent ActionListener KeyEvent MouseAdapter MouseEvent",
    "javax.swing": "BorderFactory BoxLayout ImageIcon JButton JCheckBox JComboBox JComponent JDialog JFrame JLabel "
    "JList JMenu JMenuBar JMenuItem JOptionPane JPanel JPasswordField JProgressBar JRadioButton JScrollPane JSlider "
    "JSplitPane JTabbedPane JTable JTextArea JTextField JTree SwingConstants SwingUtilities",
}
_GO: Final = (
    "bufio bytes context encoding/json errors flag fmt io log math net/http os regexp sort strconv strings sync "
    "time"
)
_RUST: Final[dict[str, str]] = {
    "std::collections": "BTreeMap BTreeSet BinaryHeap HashMap HashSet VecDeque",
    "std::cell": "Cell RefCell",
    "std::fs": "File",
    "std::path": "Path PathBuf",
    "std::rc": "Rc",
    "std::sync": "Arc Mutex RwLock",
    "std::time": "Duration Instant",
}


def _members(table: dict[str, str]) -> dict[str, tuple[str, str]]:
    return {name: (module, name) for module, names in table.items() for name in names.split()}


_FROM: Final = {
    "python": _members(_PYTHON_FROM),
    "java": _members(_JAVA),
    "rust": _members(_RUST),
}
_WHOLE: Final[dict[str, dict[str, str]]] = {
    "python": {name: f"import {name}" for name in _PYTHON_MODULES.split()} | _PYTHON_ALIASES,
    "go": {path.rpartition("/")[2]: f'import "{path}"' for path in _GO.split()},
}


def is_known(name: str, language: str) -> bool:
    """Whether the language with this id has one import that everybody means by the name."""
    return name in _WHOLE.get(language, {}) or name in _FROM.get(language, {})


def module_of(name: str, language: str) -> str:
    """The module or package that a known name is a member of; "" for one that is imported whole."""
    return _FROM.get(language, {}).get(name, ("", ""))[0]


def known_imports(names: list[str], language: str) -> list[str]:
    """The statements that bring in the names, all of them known, those of one module together if it can be."""
    whole, members = _WHOLE.get(language, {}), _FROM.get(language, {})
    modules: dict[str, list[str]] = {}
    for name in names:
        if name not in whole:
            modules.setdefault(members[name][0], []).append(name)
    lines = [whole[name] for name in names if name in whole]
    for module, found in sorted(modules.items()):
        lines += _statements(module, sorted(found), language)
    return lines


def _statements(module: str, names: list[str], language: str) -> list[str]:
    if language == "python":
        return [f"from {module} import {', '.join(names)}"]
    if language == "java":
        return [f"import {module}.{name};" for name in names]
    return [f"use {module}::{names[0]};" if len(names) == 1 else f"use {module}::{{{', '.join(names)}}};"]
