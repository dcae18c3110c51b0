import ArgumentParser
import Diagnostics

/// How a command that checks things prints its findings.
enum FindingFormat: String, ExpressibleByArgument, CaseIterable {
    case text
    case json
    case sarif
    case github

    /// How `FindingRenderer` calls it.
    var rendering: FindingRenderer.Format {
        switch self {
        case .text: .text
        case .json: .json
        case .sarif: .sarif
        case .github: .github
        }
    }
}
