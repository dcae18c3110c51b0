package import Diagnostics

/// Why the pipeline stopped.
package enum PipelineError: UserError {
    /// A check between stages, or of a model or a config, found errors.
    case rejected(subject: String, findings: [Finding])
    /// The work folder lacks what an earlier command makes.
    case notPrepared(folder: String, variant: String)
    /// Another process is at work in the folder.
    case busy(folder: String)
    /// The options contradict each other or ask for what cannot be.
    case usage(String, fix: String)
    /// The run was interrupted.
    case interrupted
    /// An error that no module claims; a fault of this program.
    case unexpected(String)

    package var message: String {
        switch self {
        case .rejected(let subject, let findings):
            "\(subject) does not pass its checks: \(findings.first?.message ?? "no reason given")"
                + (findings.count > 1 ? " (and \(findings.count - 1) more)" : "")
        case .notPrepared(_, let variant): "there is no prepared model, config and calibration data for \(variant) here"
        case .busy: "another process is at work in this folder"
        case .usage(let message, _): message
        case .interrupted: "interrupted"
        case .unexpected(let text): "unexpected: \(text)"
        }
    }

    package var fix: String? {
        switch self {
        case .rejected(_, let findings): findings.first?.fix
        case .notPrepared(_, let variant): "run `repvit-convert prepare \(variant)` first, with the same --work"
        case .busy: "wait for it to end, or choose another --work folder"
        case .usage(_, let fix): fix
        case .interrupted: "run the same command again: finished stages are kept"
        case .unexpected: "please report this, with the command that led to it"
        }
    }

    package var location: SourceLocation? {
        switch self {
        case .rejected(_, let findings): findings.first?.location
        case .notPrepared(let folder, _), .busy(let folder): SourceLocation(path: folder)
        case .usage, .interrupted, .unexpected: nil
        }
    }

    package var exitStatus: ExitStatus {
        switch self {
        case .rejected: .findings
        case .notPrepared, .busy, .unexpected: .failure
        case .usage: .usage
        case .interrupted: .interrupted
        }
    }

    /// Runs work of other modules; what they throw that is not a ``UserError`` becomes one.
    static func namingErrors<Result>(_ body: () async throws -> Result) async throws -> Result {
        do {
            return try await body()
        } catch let error as any UserError {
            throw error
        } catch is CancellationError {
            throw PipelineError.interrupted
        } catch {
            throw PipelineError.unexpected(String(describing: error))
        }
    }
}
