//! How a file is to be read, told from its name.

use super::region::{Role, Setting, Syntax};

/// How the file of that name is to be read. The name may have folders before it, parted by `/`.
#[must_use]
pub fn of_name(name: &[u8]) -> Setting {
    let lowered = name.to_ascii_lowercase();
    let path = String::from_utf8_lossy(&lowered);
    let file = path.rsplit('/').next().unwrap_or(&path);
    Setting { syntax: syntax(file), role: role(&path, file) }
}

fn syntax(file: &str) -> Syntax {
    let named = match file {
        "makefile" | "justfile" | "procfile" | "jenkinsfile" | ".bashrc" | ".zshrc" | ".profile" => Some(Syntax::Shell),
        ".netrc" | "_netrc" | ".pgpass" | ".npmrc" | ".pypirc" | ".my.cnf" | ".gitconfig" | "credentials" => {
            Some(Syntax::Ini)
        }
        _ if file == ".env" || file.starts_with(".env.") || file.ends_with(".env") || file == ".envrc" => {
            Some(Syntax::DotEnv)
        }
        _ if file.starts_with("dockerfile") || file.ends_with(".dockerfile") => Some(Syntax::Dockerfile),
        _ => None,
    };
    named.unwrap_or_else(|| file.rsplit_once('.').map_or(Syntax::Unknown, |(_, extension)| by_extension(extension)))
}

fn by_extension(extension: &str) -> Syntax {
    match extension {
        "py" | "pyi" | "rs" | "go" | "java" | "js" | "jsx" | "mjs" | "cjs" | "ts" | "tsx" | "c" | "h" | "cc"
        | "cpp" | "cxx" | "hpp" | "cs" | "rb" | "erb" | "php" | "kt" | "kts" | "scala" | "swift" | "m" | "mm"
        | "lua" | "pl" | "pm" | "r" | "jl" | "dart" | "ex" | "exs" | "erl" | "hs" | "clj" | "groovy" | "gradle"
        | "vb" | "fs" | "zig" | "nim" | "vue" | "svelte" | "sol" | "ml" | "d" | "pas" | "proto" | "graphql" => {
            Syntax::Code
        }
        "sh" | "bash" | "zsh" | "fish" | "ksh" | "ps1" | "psm1" | "bat" | "cmd" | "mk" => Syntax::Shell,
        "yml" | "yaml" => Syntax::Yaml,
        "json" | "jsonc" | "json5" | "jsonl" | "ndjson" | "ipynb" | "har" | "tfstate" | "webmanifest" => Syntax::Json,
        "toml" => Syntax::Toml,
        "ini" | "cfg" | "conf" | "cnf" | "config" | "service" | "desktop" | "netrc" | "pgpass" => Syntax::Ini,
        "properties" => Syntax::Properties,
        "xml" | "plist" | "pom" | "csproj" | "xsd" | "xsl" | "xaml" | "resx" | "wsdl" | "storyboard" => Syntax::Xml,
        "html" | "htm" | "xhtml" | "jsp" | "aspx" => Syntax::Html,
        "css" | "scss" | "less" | "sass" => Syntax::Css,
        "tf" | "tfvars" | "hcl" | "nomad" => Syntax::Hcl,
        "sql" | "ddl" | "psql" => Syntax::Sql,
        "md" | "markdown" | "rst" | "adoc" | "asciidoc" | "mdx" | "rmd" | "qmd" => Syntax::Markdown,
        "txt" | "text" | "eml" | "mbox" | "tex" => Syntax::Prose,
        "log" | "out" | "err" | "trace" => Syntax::Log,
        "csv" | "tsv" | "psv" | "tab" => Syntax::Table,
        _ => Syntax::Unknown,
    }
}

const LOCK_FILES: &[&str] = &[
    "package-lock.json",
    "npm-shrinkwrap.json",
    "yarn.lock",
    "pnpm-lock.yaml",
    "cargo.lock",
    "poetry.lock",
    "pipfile.lock",
    "composer.lock",
    "gemfile.lock",
    "go.sum",
    "mix.lock",
    "pubspec.lock",
    "podfile.lock",
    "flake.lock",
    "packages.lock.json",
    "uv.lock",
    "bun.lock",
    "deno.lock",
    "gradle.lockfile",
    "cartfile.resolved",
    "package.resolved",
    "conda-lock.yml",
];

const VENDOR_FOLDERS: &[&str] =
    &["node_modules", "bower_components", "vendor", "third_party", "site-packages", "dist-packages"];
const TEST_FOLDERS: &[&str] = &[
    "test",
    "tests",
    "__tests__",
    "testing",
    "testdata",
    "test-data",
    "fixtures",
    "spec",
    "specs",
    "mocks",
    "__mocks__",
    "e2e",
    "examples",
    "example",
    "samples",
    "sample",
];
const DOCS_FOLDERS: &[&str] = &["doc", "docs", "documentation", "man"];

fn role(path: &str, file: &str) -> Role {
    let in_folder = |folders: &[&str]| path.split('/').rev().skip(1).any(|folder| folders.contains(&folder));
    let stem = file.split('.').next().unwrap_or(file);
    if LOCK_FILES.contains(&file) {
        Role::LockFile
    } else if file.contains(".min.") || file.ends_with(".map") || file.ends_with("-min.js") || file.contains(".bundle.")
    {
        Role::Minified
    } else if in_folder(VENDOR_FOLDERS) {
        Role::Vendored
    } else if in_folder(TEST_FOLDERS)
        || stem.starts_with("test_")
        || stem.ends_with("_test")
        || stem.ends_with("_spec")
        || file.contains(".test.")
        || file.contains(".spec.")
    {
        Role::Test
    } else if in_folder(DOCS_FOLDERS) || matches!(syntax(file), Syntax::Markdown) {
        Role::Docs
    } else {
        Role::Normal
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_language_and_role() {
        let told = |name: &str| of_name(name.as_bytes());
        assert_eq!(told("src/App.PY"), Setting { syntax: Syntax::Code, role: Role::Normal });
        assert_eq!(told("a/.env.local").syntax, Syntax::DotEnv);
        assert_eq!(told("web/node_modules/x/index.js").role, Role::Vendored);
        assert_eq!(told("go.sum").role, Role::LockFile);
        assert_eq!(told("pkg/a_test.go").role, Role::Test);
        assert_eq!(told("README.md").role, Role::Docs);
    }
}
