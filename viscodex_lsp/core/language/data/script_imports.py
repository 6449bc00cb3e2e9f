"""What a script imports of which package: names that mean one thing in a file that uses the package already."""

from collections.abc import Iterable, Sequence
from typing import Final

_HOOKS: Final = (
    "useCallback useContext useDeferredValue useEffect useId useImperativeHandle useLayoutEffect useMemo useReducer "
    "useRef useState useSyncExternalStore useTransition"
)
_OF_REACT: Final = "Fragment StrictMode Suspense createContext createRef forwardRef lazy memo startTransition"
_NAMED: Final[dict[str, str]] = {
    "preact": "Fragment createContext createRef",
    "preact/hooks": "useCallback useContext useEffect useId useImperativeHandle useLayoutEffect useMemo useReducer "
    "useRef useState",
    "preact/compat": "StrictMode Suspense forwardRef lazy memo startTransition useDeferredValue useSyncExternalStore "
    "useTransition",
    "solid-js": "ErrorBoundary For Index Match Show Suspense Switch batch children createContext createEffect "
    "createMemo createResource createSignal lazy mergeProps onCleanup onMount splitProps untrack useContext",
    "react-native": "ActivityIndicator Alert Animated Dimensions FlatList Image ImageBackground KeyboardAvoidingView "
    "Linking Modal Platform Pressable RefreshControl SafeAreaView ScrollView SectionList StatusBar StyleSheet Switch "
    "Text TextInput TouchableHighlight TouchableOpacity View useColorScheme useWindowDimensions",
    "next/navigation": "notFound redirect usePathname useParams useSearchParams",
    "react-router-dom": "BrowserRouter Link NavLink Navigate Outlet Route Routes useLocation useNavigate useParams "
    "useSearchParams",
    "react-redux": "Provider useDispatch useSelector",
    "react-hook-form": "Controller FormProvider useFieldArray useForm useFormContext",
    "@tanstack/react-query": "useInfiniteQuery useMutation useQuery useQueryClient",
    "framer-motion": "AnimatePresence motion",
    "@angular/core": "AfterViewInit ChangeDetectionStrategy ChangeDetectorRef Component ContentChild Directive "
    "ElementRef EventEmitter HostBinding HostListener Inject Injectable Input NgModule OnChanges OnDestroy OnInit "
    "Output Pipe PipeTransform QueryList SimpleChanges TemplateRef ViewChild ViewChildren computed effect inject input "
    "model output signal",
    "@angular/forms": "FormArray FormBuilder FormControl FormGroup FormsModule ReactiveFormsModule Validators",
    "@angular/router": "ActivatedRoute Router RouterLink RouterOutlet",
    "lit": "LitElement css html nothing svg",
    "lit/decorators.js": "customElement eventOptions property query queryAll state",
    "styled-components": "ThemeProvider createGlobalStyle css keyframes",
    "recharts": "Area AreaChart Bar BarChart Brush CartesianGrid Cell ComposedChart Label LabelList Legend "
    "Line LineChart Pie PieChart PolarAngleAxis PolarGrid PolarRadiusAxis Radar RadarChart RadialBar "
    "RadialBarChart ReferenceArea ReferenceLine ResponsiveContainer Scatter ScatterChart Tooltip XAxis YAxis "
    "ZAxis",
    "@mui/material": "Alert AppBar Avatar Badge Box Button Card CardActions CardContent CardHeader CardMedia "
    "Checkbox Chip CircularProgress Container Dialog DialogActions DialogContent DialogTitle Divider Drawer "
    "FormControl FormControlLabel Grid IconButton InputAdornment InputLabel LinearProgress List ListItem "
    "ListItemButton ListItemIcon ListItemText Menu MenuItem Pagination Paper Radio RadioGroup Rating Select "
    "Skeleton Slider Snackbar Stack Switch Tab Table TableBody TableCell TableContainer TableHead TableRow Tabs "
    "TextField Toolbar Tooltip Typography",
    "react-bootstrap": "Accordion Alert Badge Breadcrumb Button ButtonGroup Card Carousel Col Container "
    "Dropdown Form Image InputGroup ListGroup Modal Nav NavDropdown Navbar Offcanvas Pagination ProgressBar Row "
    "Spinner Stack Tab Table Tabs Toast",
    "antd": "Alert Avatar Badge Breadcrumb Button Card Checkbox Col Collapse DatePicker Divider Drawer "
    "Dropdown Empty Flex Form Image Input InputNumber Layout List Menu Modal Pagination Popover Progress Radio "
    "Rate Result Row Segmented Select Skeleton Slider Space Spin Statistic Steps Switch Table Tabs Tag Timeline "
    "Tooltip Typography Upload",
    "@nestjs/common": "BadRequestException Body Controller Delete Get HttpCode HttpException HttpStatus "
    "Injectable Module NotFoundException Param ParseIntPipe Patch Post Put Query Req Res UseGuards "
    "UseInterceptors UsePipes ValidationPipe",
    "@testing-library/react": "fireEvent render renderHook screen waitFor within",
}
_DEFAULT: Final[dict[str, str]] = {
    "Link": "next/link",
    "Image": "next/image",
    "Head": "next/head",
    "Script": "next/script",
}
_FAMILIES: Final = frozenset({"next", "@angular", "lit", "preact", "solid-js"})
"""Packages of several modules: a file that imports of one knows the others too."""


def statements_for(names: Sequence[str], imported: Iterable[str], quote: str) -> dict[str, str]:
    """For each name of which it is known, the statement that imports it; those of one module share one."""
    imported = tuple(imported)
    found = {name: known for name in names if (known := module_exporting(name, imported)) is not None}
    members: dict[str, list[str]] = {}
    for name, (module, default) in found.items():
        members.setdefault(module, []).extend([] if default else [name])
    return {
        name: f"import {name if default else _in_braces(members[module])} from {quote}{module}{quote};"
        for name, (module, default) in found.items()
    }


def _in_braces(names: Sequence[str]) -> str:
    return f"{{ {', '.join(names)} }}"


def module_exporting(name: str, imported: Iterable[str]) -> tuple[str, bool] | None:
    """The module that everybody means by a name in a file that imports these modules, and whether the name is its
    default export; None where there is none, or more than one."""
    packages = {_package(module) for module in imported}
    found = {
        module for module, names in _NAMED.items() if name in names.split() and _package(module) in packages
    }
    if _DEFAULT.get(name) and "next" in packages:
        found.add(_DEFAULT[name])
    if "solid-js" not in packages and "preact" not in packages and name in f"{_HOOKS} {_OF_REACT}".split():
        found.add("react")
    if len(found) != 1:
        return None
    module = found.pop()
    return module, _DEFAULT.get(name) == module


def _package(module: str) -> str:
    """The package of a module, by the name that its family goes by."""
    first = module.split("/")[0]
    if first in _FAMILIES:
        return first
    return "/".join(module.split("/")[:2]) if first.startswith("@") else first
