"""Names that a script may use without an import: those of ECMAScript, browsers, Node, and test runners.

Sources: the ECMAScript specification, the Web IDL of browsers, Node's documentation ("Global objects"), TypeScript's
utility types. Globals of a window that are hardly ever meant (`name`, `status`, `event`, `length`) are left out: a
script that uses one of these has forgotten to make it.
"""

import re
from typing import Final

_LANGUAGE: Final = (
    "AggregateError Array ArrayBuffer AsyncGenerator AsyncIterable AsyncIterator Atomics BigInt Boolean DataView Date "
    "DisposableStack Error EvalError FinalizationRegistry Function Generator Infinity Intl Iterator JSON Map Math NaN "
    "Number Object Promise Proxy RangeError ReferenceError Reflect RegExp Set SharedArrayBuffer String "
    "SuppressedError Symbol SyntaxError Temporal TypeError URIError WeakMap WeakRef WeakSet arguments decodeURI "
    "decodeURIComponent encodeURI encodeURIComponent escape eval globalThis isFinite isNaN parseFloat parseInt "
    "undefined unescape"
)
_TYPES: Final = (
    "ArrayLike Awaited Capitalize ClassDecorator ConstructorParameters Exclude Extract InstanceType Iterable "
    "IterableIterator JSX Lowercase MethodDecorator NoInfer NodeJS NodeListOf NonNullable Omit OmitThisParameter "
    "ParameterDecorator Parameters Partial Pick PromiseLike PropertyDecorator PropertyDescriptor PropertyKey Readonly "
    "ReadonlyArray ReadonlyMap ReadonlySet Record Required ReturnType TemplateStringsArray ThisParameterType ThisType "
    "Transferable Uncapitalize Uppercase WeakKey bigint IteratorResult ImportMeta RegExpExecArray RegExpMatchArray "
    "PromiseSettledResult BlobPart BodyInit HeadersInit RequestInfo RequestInit ResponseInit ScrollBehavior "
    "FormDataEntryValue ArrayBufferView BufferSource FrameRequestCallback PromiseConstructorLike EventListener "
    "EventListenerOrEventListenerObject Thenable"
)
_BROWSER: Final = (
    "AbortController AbortSignal Animation Attr Audio AudioBuffer AudioContext Blob BroadcastChannel CDATASection "
    "Cache CacheStorage CanvasGradient CanvasPattern CanvasRenderingContext2D CharacterData Clipboard ClipboardItem "
    "Comment CompressionStream Crypto CryptoKey CustomElementRegistry DataTransfer DataTransferItem "
    "DecompressionStream Document DocumentFragment Element Event EventSource EventTarget File FileList FileReader "
    "FontFace FormData Geolocation GeolocationPosition Headers Highlight History Image ImageBitmap ImageData "
    "IntersectionObserver IntersectionObserverEntry KeyframeEffect Location MediaQueryList MediaRecorder MediaSource "
    "MediaStream MediaStreamTrack MessageChannel MessagePort MutationObserver MutationRecord NamedNodeMap Navigator "
    "Node NodeFilter NodeIterator NodeList Notification OffscreenCanvas Option Path2D Performance PerformanceObserver "
    "Range ReadableStream Request ResizeObserver ResizeObserverEntry Response Screen Selection ServiceWorker "
    "ServiceWorkerRegistration ShadowRoot SharedWorker SpeechRecognition SpeechSynthesisUtterance StaticRange Storage "
    "StyleSheet SubtleCrypto Text TextDecoder TextEncoder Touch TouchList TransformStream TreeWalker URL URLPattern "
    "URLSearchParams ValidityState VisualViewport WebAssembly WebSocket Window Worker WritableStream XMLHttpRequest "
    "XMLSerializer XPathResult addEventListener alert atob btoa caches cancelAnimationFrame cancelIdleCallback "
    "clearInterval clearTimeout close confirm console createImageBitmap crypto customElements devicePixelRatio "
    "dispatchEvent document fetch getComputedStyle getSelection history indexedDB innerHeight innerWidth "
    "isSecureContext localStorage location matchMedia moveTo navigator open origin outerHeight outerWidth pageXOffset "
    "pageYOffset parent performance postMessage print prompt queueMicrotask removeEventListener reportError "
    "requestAnimationFrame requestIdleCallback screen scroll scrollBy scrollTo scrollX scrollY self sessionStorage "
    "setInterval setTimeout speechSynthesis structuredClone top visualViewport window"
)
_SERVERS_AND_TESTS: Final = (
    "Buffer Bun Deno __dirname __filename clearImmediate exports global importScripts module process require "
    "setImmediate after afterAll afterEach before beforeAll beforeEach cy describe expect it jest suite test vi"
)
_OF_REACT: Final = frozenset({"ChangeEvent", "FormEvent", "SyntheticEvent"})
_NAMES: Final = frozenset(f"{_LANGUAGE} {_TYPES} {_BROWSER} {_SERVERS_AND_TESTS}".split())
# Families of names that are too large to be listed: elements, events, the interfaces of one technique.
_FAMILIES: Final = re.compile(
    r"(?:HTML|SVG|MathML|XMLHttpRequest)\w*|(?:CSS|DOM|GPU|IDB|RTC|WebGL|XR|MIDI|Audio|Media|Speech)[A-Z]\w*"
    r"|(?:Big)?(?:Ui|I)nt\d+(?:Clamped)?Array|Float\d+Array|[A-Z]\w*(?:Event(?:Init|Map|Target)?|Constructor)"
)


def is_global(name: str) -> bool:
    """Whether a script has the name without bringing it in."""
    return name in _NAMES or (name not in _OF_REACT and _FAMILIES.fullmatch(name) is not None)
