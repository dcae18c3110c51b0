internal import FoundationEssentials
internal import Support

/// Where downloads go that nobody named a place for.
enum CacheFolder {
    /// `repvit-convert` in `XDG_CACHE_HOME`, or in `~/.cache`.
    static func path(_ environment: [String: String]) -> String {
        func variable(_ name: String) -> String? { environment[name].flatMap { $0.hasPrefix("/") ? $0 : nil } }
        let base = variable("XDG_CACHE_HOME") ?? Path.join(variable("HOME") ?? URL.homeDirectory.path, ".cache")
        return Path.join(base, "repvit-convert")
    }
}
