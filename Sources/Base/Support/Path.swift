internal import Glibc

/// Paths as text, with `/` between their parts.
package enum Path {
    /// Joins parts; an absolute part replaces what is before it.
    package static func join(_ first: String, _ rest: String...) -> String {
        rest.reduce(first) { path, part in
            if part.hasPrefix("/") || path.isEmpty { return part }
            return path.hasSuffix("/") ? path + part : path + "/" + part
        }
    }

    /// The folder (`.` if the path names none) and the last part.
    package static func split(_ path: String) -> (folder: String, name: String) {
        guard let slash = path.lastIndex(of: "/") else { return (".", path) }
        let folder = path[..<slash]
        return (folder.isEmpty ? "/" : String(folder), String(path[path.index(after: slash)...]))
    }

    package static func name(_ path: String) -> String { split(path).name }
    package static func folder(_ path: String) -> String { split(path).folder }

    /// The last part without its extension.
    package static func stem(_ path: String) -> String {
        let name = name(path)
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return name }
        return String(name[..<dot])
    }

    /// What follows the last dot of the name, in lower case; empty if there is none.
    package static func lowercasedExtension(_ path: String) -> String {
        let name = name(path)
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return "" }
        return name[name.index(after: dot)...].lowercased()
    }

    /// Without `.`, without empty parts, and with each `name/..` taken out; links are not looked at.
    package static func normalized(_ path: String) -> String {
        let isAbsolute = path.hasPrefix("/")
        var parts: [Substring] = []
        for part in path.split(separator: "/") where part != "." {
            if part != ".." {
                parts.append(part)
            } else if let last = parts.last, last != ".." {
                parts.removeLast()
            } else if !isAbsolute {
                parts.append(part)
            }
        }
        let joined = parts.joined(separator: "/")
        return isAbsolute ? "/" + joined : joined.isEmpty ? "." : joined
    }

    /// The path of the file itself, with all links resolved; the path as it is if the file does not exist.
    package static func resolvingLinks(_ path: String) -> String {
        guard let resolved = realpath(path, nil) else { return path }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}
