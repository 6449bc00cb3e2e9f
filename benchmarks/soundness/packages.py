"""The packages whose files are taken, by their registry, and where the files of each language are found."""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

from benchmarks.soundness.inside import write_inner_files

NPM: Final = (
    "@angular/cli @angular/material @astrojs/starlight @capacitor/android @capacitor/ios @clr/angular "
    "@docusaurus/theme-classic @docusaurus/theme-live-codeblock @docusaurus/theme-search-algolia "
    "@mui/material @nuxt/ui @primer/css @react-navigation/native @react-navigation/stack "
    "@schematics/angular @sveltestrap/sveltestrap @tsconfig/recommended @unpic/astro "
    "accessible-astro-components antd astro astro-bootstrap astro-breadcrumbs astro-navbar "
    "astro-portabletext astro-seo astro-theme-toggle astro-vtbot bits-ui bootstrap bootstrap-vue-next bulma "
    "carbon-components-svelte codemirror com.crowdin.unity-plugin com.cysharp.unitask com.neuecc.unirx "
    "cordova-android element-ui expo-camera expo-file-system expo-image expo-modules-core express "
    "flowbite-svelte font-awesome formik highlight.js jquery lodash lottie-ios mermaid native-base "
    "ng-zorro-antd ngx-bootstrap node-gyp primeng primevue prismjs react-bootstrap react-native "
    "react-native-calendars react-native-elements react-native-maps react-native-modal react-native-paper "
    "react-native-reanimated react-native-screens react-native-snap-carousel react-native-svg "
    "react-native-swiper react-native-webview react-native-windows react-select reveal.js rxjs "
    "semantic-ui-css starlight-blog starlight-image-zoom starlight-openapi starlight-package-managers "
    "starlight-sidebar-topics starlight-theme-nova svelte-material-ui swagger-ui-dist three typeorm vant "
    "vitepress vue-router yargs"
)
DEBIAN: Final = (
    "ansible ansible-core autoconf-archive bash-completion dkms dpkg-dev dracut git git-doc golang-1.19-src "
    "golang-golang-x-net-dev golang-golang-x-tools-dev initramfs-tools libeigen3-dev libjs-jquery-ui-docs "
    "librust-regex-dev librust-serde-dev librust-syn-dev librust-tokio-dev libtool linux-libc-dev "
    "nlohmann-json3-dev openjdk-17-source php-doctrine-orm php-symfony-console php-symfony-http-kernel php-twig "
    "phpunit python3-django qtbase5-examples rails ruby-actionpack ruby-activerecord ruby-activesupport ruby-rack "
    "ruby-rspec-core"
)  # fmt: skip
TEMPLATES_NPM: Final = (
    "@bigcommerce/stencil-cli @frctl/mandelbrot @openeuropa/bcl-twig-templates @pattern-lab/starterkit-handlebars-demo "
    "@pattern-lab/starterkit-twig-demo ember-basic-dropdown ember-bootstrap "
    "ember-cli-addon-docs ember-freestyle ember-headlessui ember-leaflet ember-light-table ember-paper "
    "ember-power-select ember-uikit ember-welcome-page ghost hexo-theme-fluid hexo-theme-landscape "
    "hexo-theme-redefine hexo-theme-stellar hexo-theme-volantis html-webpack-plugin jekyll-theme-chirpy kss "
    "sails-generate typedoc-default-themes umi"
)
TEMPLATES_DEBIAN: Final = (
    "jekyll jekyll-theme-minima php-laravel-framework php-symfony-framework-bundle php-symfony-twig-bridge "
    "php-symfony-web-profiler-bundle phpmyadmin python3-django-allauth python3-django-debug-toolbar "
    "python3-djangorestframework redmine ruby-devise ruby-doorkeeper ruby-kaminari ruby-sidekiq ruby-will-paginate"
)
DJANGO: Final = (
    "django-cms django-helpdesk django-jazzmin django-machina django-oscar mezzanine wagtail weblate"
)
"""Packages with templates: of EJS, Handlebars, Twig, Liquid and Blade; of ERB, Twig and Django; of Django."""
TOGETHER: Final = (
    "@tsconfig/bun @tsconfig/create-react-app @tsconfig/cypress @tsconfig/deno @tsconfig/docusaurus "
    "@tsconfig/ember @tsconfig/esm @tsconfig/next @tsconfig/next-strictest @tsconfig/node-lts "
    "@tsconfig/node-lts-strictest @tsconfig/node-ts @tsconfig/node10 @tsconfig/node12 @tsconfig/node14 "
    "@tsconfig/node16 @tsconfig/node16-strictest @tsconfig/node16-strictest-esm @tsconfig/node17 "
    "@tsconfig/node18 @tsconfig/node18-strictest @tsconfig/node18-strictest-esm @tsconfig/node19 "
    "@tsconfig/node20 @tsconfig/node21 @tsconfig/node22 @tsconfig/node23 @tsconfig/node24 @tsconfig/nuxt "
    "@tsconfig/react-native @tsconfig/remix @tsconfig/strictest @tsconfig/svelte @tsconfig/vite-react "
    "airbnb-prop-types array.prototype.at array.prototype.every array.prototype.filter "
    "array.prototype.foreach array.prototype.group array.prototype.map array.prototype.reduce "
    "array.prototype.some array.prototype.toreversed arraybuffer.prototype.slice disposablestack enzyme "
    "error-cause es-abstract es-map es-set eslint-plugin-import eslint-plugin-jsx-a11y eslint-plugin-react "
    "intl-list-format object.getownpropertydescriptors object.getprototypeof object.groupby object.hasown "
    "promise.allsettled promise.any promise.prototype.finally promise.withresolvers qs reflect.ownkeys "
    "set.prototype.difference set.prototype.intersection set.prototype.union string.prototype.at "
    "string.prototype.padend string.prototype.padstart string.prototype.replaceall string.prototype.trimleft "
    "string.prototype.trimright suppressed-error symbol.prototype.description tape traverse "
    "typedarray.prototype.slice"
)
"""Packages that are installed with all that they need: their settings are JSON with comments."""
PYPI: Final = (
    "ckan dlprac ds-practicals-guru finn-plus-notebooks flask-admin flask-appbuilder flask-security-too furo "
    "i-want-to-study-qutip invenio-theme mkdocs mkdocs-material nbconvert pelican pydata-sphinx-theme sphinx "
    "sphinx-book-theme sphinx-rtd-theme"
)
"""Packages with notebooks, and with templates of Jinja."""
REFERENCES: Final = (
    "@angular/compiler @astrojs/compiler @babel/parser @ruby/prism @vue/compiler-sfc @wasm-fmt/gofmt java-parser "
    "jsonc-parser kotlin-compiler lightningcss php-parser svelte typescript@5 yaml "
    "ejs handlebars liquidjs"
)  # fmt: skip

ENDINGS: Final[dict[str, tuple[str, ...]]] = {
    "python": (".py",),
    "ipython": (".cell.ipy",),
    "javascript": (".js", ".mjs"),
    "javascriptreact": (".jsx", ".js"),
    "typescript": (".ts", ".mts"),
    "typescriptreact": (".tsx",),
    "html": (".html",),
    "css": (".css",),
    "json": (".json",),
    "jsonc": (
        ".jsonc", "tsconfig.json", ".eslintrc", ".eslintrc.json", "tsconfig.base.json", "tsconfig.esm.json",
        "tsconfig.esm5.json", "tsconfig.cjs.json", "tsconfig.test.json", "tsconfig.types.json", ".jshintrc",
        "tsconfig.types.spec.json", "tsconfig.cjs.spec.json", "tsconfig.esm5.rollup.json", "tsconfig-named.json",
    ),
    "yaml": (".yaml", ".yml"),
    "vue": (".vue",),
    "svelte": (".svelte",),
    "astro": (".astro",),
    "jinja": (".html", ".html.j2", ".jinja2", ".jinja"),
    "angular": (".component.html", ".ng.html", ".html.template"),
    "shellscript": (".sh", ".bash"),
    "go": (".go",),
    "rust": (".rs",),
    "java": (".java",),
    "ruby": (".rb",),
    "php": (".php",),
    "c": (".c", ".h"),
    "cpp": (".cpp", ".hpp"),
    "csharp": (".cs",),
    "kotlin": (".kt",),
    "swift": (".swift",),
    "django-html": (".html",),
    "twig": (".twig",),
    "ejs": (".ejs",),
    "handlebars": (".hbs", ".handlebars"),
    "liquid": (".liquid", ".html"),
    "erb": (".html.erb", ".rhtml"),
    "blade": (".blade.php",),
}  # fmt: skip


def fetch(folder: Path) -> None:
    """Fetch and unpack all packages below `folder`; what is there already stays."""
    for name in f"{NPM} {TEMPLATES_NPM}".split():
        _unpack_npm(name, folder / "npm" / name.replace("/", "+"))
    for name in f"{DEBIAN} {TEMPLATES_DEBIAN}".split():
        _unpack_debian(name, folder / "debian" / name)
    for name in f"{PYPI} {DJANGO}".split():
        _unpack_wheel(name, folder / "pypi" / name)
    _install(TOGETHER, folder / "npm" / "together")
    _install(REFERENCES, folder / "references")


def _install(names: str, folder: Path) -> None:
    if not (folder / "node_modules").is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        subprocess.run(["npm", "install", "--silent", "--prefix", str(folder), *names.split()], check=True)


def _unpack_npm(name: str, target: Path) -> None:
    if target.is_dir():
        return
    target.mkdir(parents=True)
    done = subprocess.run(["npm", "pack", "--silent", name], cwd=target, capture_output=True, text=True)
    for archive in target.glob("*.tgz") if done.returncode == 0 else ():
        shutil.unpack_archive(archive, target)
        archive.unlink()
    write_inner_files(target)


def _unpack_wheel(name: str, target: Path) -> None:
    if target.is_dir():
        return
    target.mkdir(parents=True)
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(target), name]
    subprocess.run(command, check=False)
    for archive in target.glob("*.whl"):
        shutil.unpack_archive(archive, target, "zip")
        archive.unlink()
    write_inner_files(target)


def _unpack_debian(name: str, target: Path) -> None:
    if target.is_dir():
        return
    target.mkdir(parents=True)
    subprocess.run(["apt-get", "download", "-qq", name], cwd=target, check=False)
    for archive in target.glob("*.deb"):
        subprocess.run(["dpkg-deb", "-x", archive.name, "."], cwd=target, check=False)
        archive.unlink()
