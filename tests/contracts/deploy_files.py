"""Reading the three kinds of deployment file as data: Dockerfile, docker-compose.yml, nginx configuration."""

import ast
import re
from dataclasses import dataclass, field
from pathlib import Path

import yaml

#: How settings read the environment: `env.value("NAME", …)`, `env.flag("NAME", …)`, `required("NAME", …)`.
READERS = frozenset({"value", "required", "flag", "number"})


@dataclass(frozen=True)
class Stage:
    """One FROM of a Dockerfile: its base image, its name, and its instructions in order."""

    base: str
    name: str
    instructions: tuple[tuple[str, str], ...]

    def last(self, keyword: str) -> str:
        """The argument of the last instruction of this kind, "" when there is none."""
        return next((text for key, text in reversed(self.instructions) if key == keyword), "")


@dataclass(frozen=True)
class Directive:
    """One nginx directive: name, arguments, and what stands in its braces."""

    name: str
    args: tuple[str, ...]
    body: tuple["Directive", ...] = field(default=())


@dataclass(frozen=True)
class Deployment:
    """All files of one tree."""

    root: Path

    @property
    def compose(self) -> dict:
        """docker-compose.yml with anchors and merges resolved."""
        return yaml.safe_load((self.root / "docker-compose.yml").read_text(encoding="utf-8"))

    @property
    def services(self) -> dict[str, dict]:
        """The services by name."""
        return self.compose["services"]

    @property
    def ours(self) -> dict[str, dict]:
        """The services that run the application image."""
        return {name: service for name, service in self.services.items() if "build" in service}

    @property
    def stages(self) -> list[Stage]:
        """The stages of the Dockerfile; the last one is what runs."""
        return parse_dockerfile((self.root / "Dockerfile").read_text(encoding="utf-8"))

    @property
    def proxy(self) -> tuple[Directive, ...]:
        """The nginx configuration with its own includes put in place."""
        return parse_nginx(self.root / "deploy" / "nginx" / "nginx.conf")

    def environment_example(self) -> dict[str, str]:
        """Names and values of deploy/env.example."""
        lines = (self.root / "deploy" / "env.example").read_text(encoding="utf-8").splitlines()
        return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def parse_dockerfile(text: str) -> list[Stage]:
    """The stages of a Dockerfile, continuation lines joined, comments left out."""
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    joined = re.sub(r"\\\n\s*", " ", "\n".join(lines)).splitlines()
    instructions = [(word.upper(), rest.strip()) for word, _, rest in (line.partition(" ") for line in joined)]
    starts = [number for number, (word, _) in enumerate(instructions) if word == "FROM"]
    stages = []
    for start, end in zip(starts, [*starts[1:], len(instructions)], strict=True):
        base, _, name = instructions[start][1].partition(" AS ")
        stages.append(Stage(base.strip(), name.strip(), tuple(instructions[start + 1 : end])))
    return stages


def parse_nginx(path: Path) -> tuple[Directive, ...]:
    """The directives of an nginx file; `include` of a file beside it is replaced by its content."""
    text = re.sub(r"(?m)^\s*#.*$", "", path.read_text(encoding="utf-8"))
    tokens = re.findall(r"\"[^\"]*\"|'[^']*'|[{};]|[^\s{};]+", text)
    return _block(tokens, path.parent)


def _block(tokens: list[str], folder: Path) -> tuple[Directive, ...]:
    found: list[Directive] = []
    words: list[str] = []
    while tokens:
        token = tokens.pop(0)
        if token == "}":
            break
        if token not in "{;":
            words.append(token.strip("\"'"))
            continue
        body = _block(tokens, folder) if token == "{" else ()
        beside = folder / Path(words[1]).name if words[0] == "include" else None
        found.extend(parse_nginx(beside) if beside and beside.is_file() else [Directive(words[0], (*words[1:],), body)])
        words = []
    return tuple(found)


def every(directives: tuple[Directive, ...], name: str) -> list[Directive]:
    """All directives of this name at any depth."""
    deeper = [found for directive in directives for found in every(directive.body, name)]
    return [directive for directive in directives if directive.name == name] + deeper


def one(directives: tuple[Directive, ...], name: str) -> str:
    """The first argument of the only directive of this name, "" when there is none or more than one."""
    found = every(directives, name)
    return found[0].args[0] if len(found) == 1 else ""


def environment_names(*paths: Path) -> set[str]:
    """Every environment name that these settings modules read."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in paths]
    calls = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args]
    return {call.args[0].value for call in calls if _reads(call)}


def _reads(call: ast.Call) -> bool:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    first = call.args[0]
    return name in READERS and isinstance(first, ast.Constant) and str(first.value).isupper()
