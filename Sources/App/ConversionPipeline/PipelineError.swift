package import Diagnostics

/// Why the pipeline stopped.
package enum PipelineError: UserError {
    /// A check between stages, or of a model or a config, found errors.
    case rejected(subject: String, findings: [Finding])
    /// The work folder lacks the results of `prepare`.
    case notPrepared(folder: String, name: String, isVariant: Bool)
    /// The linter found errors in the config to build.
    case unusableConfig(path: String, [Finding])
    /// Another process uses the folder.
    case busy(folder: String, holder: String?)
    /// A step was asked for on its own, and one that it builds on is not up to date.
    case outdated(stage: String, folder: String)
    /// The options contradict each other, or do not apply to the model.
    case usage(String, fix: String)
    /// The run was interrupted.
    case interrupted
    /// An error that is not a ``UserError``: a bug in this program.
    case unexpected(String)

    package var message: String {
        switch self {
        case .rejected(let subject, let findings): "\(subject) failed its checks: \(Self.summary(findings))"
        case .unusableConfig(_, let findings): "hb_mapper cannot use this config: \(Self.summary(findings))"
        case .notPrepared(_, let name, _): "\(name) has not been prepared in this folder"
        case .busy(_, let holder): "another process is using this work folder" + (holder.map { ": \($0)" } ?? "")
        case .outdated(let stage, _): "the step '\(stage)' is not up to date, and the later steps need its results"
        case .usage(let message, _): message
        case .interrupted: "interrupted"
        case .unexpected(let text): "internal error: \(text)"
        }
    }

    package var fix: String? {
        switch self {
        case .rejected(_, let findings), .unusableConfig(_, let findings): findings.first?.fix
        case .notPrepared(_, let name, let isVariant):
            "run `repvit-convert prepare \(isVariant ? name : "--model FILE.onnx --name \(name)")` with the same --work "
                + "first"
        case .busy: "wait until it has finished, or use another --work folder"
        case .outdated(let stage, _): "run build without --from and --only, or with --from \(stage)"
        case .usage(_, let fix): fix
        case .interrupted: "run the same command again: finished stages are kept"
        case .unexpected: "report this as a bug, with the command line"
        }
    }

    package var location: SourceLocation? {
        switch self {
        case .rejected(_, let findings): findings.first?.location
        case .unusableConfig(let path, let findings): findings.first?.location ?? SourceLocation(path: path)
        case .notPrepared(let folder, _, _), .busy(let folder, _), .outdated(_, let folder):
            SourceLocation(path: folder)
        case .usage, .interrupted, .unexpected: nil
        }
    }

    package var exitStatus: ExitStatus {
        switch self {
        case .rejected: .findings
        case .notPrepared, .unusableConfig, .busy, .outdated, .unexpected: .failure
        case .usage: .usage
        case .interrupted: .interrupted
        }
    }

    private static func summary(_ findings: [Finding]) -> String {
        (findings.first?.message ?? "no reason given")
            + (findings.count > 1 ? " (and \(findings.count - 1) more)" : "")
    }

    /// Runs work of other modules; errors that are not a ``UserError`` become one.
    static func wrappingErrors<Result>(_ body: () async throws -> Result) async throws -> Result {
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
