internal import Support
internal import Foundation

/// The package's own folder.
package enum Package {
    package static let folder: String = {
        var path = #filePath
        for _ in 0..<3 { path = Path.folder(path) }
        return path
    }()

    /// The command-line tool, as built together with the tests.
    package static let executable: String = Path.join(Path.folder(CommandLine.arguments[0]), "repvit-convert")
}

/// The folder of data and reference programs that lies beside the package where it is developed.
package enum Shared {
    /// `nil` where it is missing; `REPVIT_SHARED` names another place.
    package static let folder: String? = existing(
        variable("REPVIT_SHARED") ?? Path.join(Path.folder(Package.folder), "shared"))

    /// Why a test that needs it is skipped.
    package static let absence = "needs the shared folder with images, fixtures and oracles (REPVIT_SHARED)"
}

/// The folder that this program keeps its environments in.
package let cacheFolder = Path.join(
    variable("XDG_CACHE_HOME") ?? Path.join(variable("HOME") ?? "/", ".cache"), "repvit-convert")

func variable(_ name: String) -> String? {
    ProcessInfo.processInfo.environment[name].flatMap { $0.isEmpty ? nil : $0 }
}

func existing(_ path: String?) -> String? {
    path.flatMap { FileManager.default.fileExists(atPath: $0) ? $0 : nil }
}
