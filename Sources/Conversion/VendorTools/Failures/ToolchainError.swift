package import Diagnostics

/// What can go wrong with the vendor toolchain, the programs that it consists of, and the files that it makes.
package enum ToolchainError: UserError, Equatable {
    /// The environment does not exist.
    case notInstalled(folder: String)
    /// The environment is there, but a program of it is not.
    case toolMissing(name: String, folder: String)
    /// A program of the system is missing (`dot`, `bash`).
    case programMissing(name: String, package: String)
    /// No Python 3.10 was found; `searched` says where.
    case pythonMissing(searched: [String])
    /// The vendor has binaries for one platform only.
    case unsupportedPlatform(found: String)
    /// The folder with the step scripts was not found; `searched` says where.
    case scriptsMissing(searched: [String])
    /// The lock file is not one that `mapper/lock-toolchain.sh` writes.
    case badLock(path: String, line: Int, reason: String)
    /// Another process is installing the same environment and did not finish in time.
    case installationBusy(folder: String)
    /// `pip` or `venv` failed; `reason` is one line, `advice` what to do.
    case installationFailed(reason: String, advice: String?, log: String)
    /// A program could not be started.
    case cannotStart(executable: String, reason: String)
    /// A step of a build failed.
    case stepFailed(StepFailure)
    /// A program of the toolchain failed.
    case toolFailed(name: String, exitStatus: Int, reason: String)
    /// A step took too long; all processes are gone.
    case timedOut(name: String, limit: Duration)
    /// The caller's task was cancelled; all processes are gone.
    case interrupted
    /// A report or log of a step that is not as expected.
    case badReport(path: String, reason: String)
    /// An input for the simulator that the model does not take.
    case badInput(reason: String)

    package var message: String {
        switch self {
        case .notInstalled(let folder): "the vendor toolchain is not installed (no complete environment in \(folder))"
        case .toolMissing(let name, let folder): "the toolchain has no \(name) (looked in \(folder))"
        case .programMissing(let name, _): "\(name) is missing"
        case .pythonMissing(let searched):
            "no Python 3.10 found, which the vendor toolchain needs (tried \(searched.joined(separator: ", ")))"
        case .unsupportedPlatform(let found): "the vendor toolchain runs on x86-64 Linux only, and this is \(found)"
        case .scriptsMissing(let searched):
            "the folder mapper with the step scripts was not found (tried \(searched.joined(separator: ", ")))"
        case .badLock(_, _, let reason): "this is not a lock file: \(reason)"
        case .installationBusy(let folder): "another process is installing the toolchain into \(folder)"
        case .installationFailed(let reason, _, let log): "installing the toolchain failed: \(reason) (log: \(log))"
        case .cannotStart(let executable, let reason): "cannot start \(executable): \(reason)"
        case .stepFailed(let failure): failure.message
        case .toolFailed(let name, let exitStatus, let reason):
            "\(name) failed with exit status \(exitStatus): \(reason)"
        case .timedOut(let name, let limit): "\(name) took longer than \(limit.components.seconds) s, and was ended"
        case .interrupted: "interrupted"
        case .badReport(_, let reason): "this is not the report of a step: \(reason)"
        case .badInput(let reason): reason
        }
    }

    package var fix: String? {
        switch self {
        case .notInstalled, .toolMissing: "repvit-convert toolchain install"
        case .programMissing(_, let package): "mapper/00_setup.sh, or: sudo apt-get install \(package)"
        case .pythonMissing: PythonFinder.advice
        case .unsupportedPlatform:
            "use an x86-64 Linux machine, or the Docker image \(DockerAlternative.image) on one"
        case .scriptsMissing: "run from the repository, or set REPVIT_MAPPER_DIR to its folder mapper"
        case .badLock: "renew it with mapper/lock-toolchain.sh"
        case .installationBusy: "wait until it is done, then run this again"
        case .installationFailed(_, let advice, _): advice
        case .cannotStart: "repvit-convert toolchain doctor shows what is there"
        case .stepFailed(let failure): failure.diagnosis?.fix
        case .timedOut: "pass a longer --timeout, or --timeout 0"
        case .toolFailed, .interrupted, .badReport, .badInput: nil
        }
    }

    package var location: SourceLocation? {
        switch self {
        case .badLock(let path, let line, _): SourceLocation(path: path, line: line > 0 ? line : nil)
        case .badReport(let path, _): SourceLocation(path: path)
        default: nil
        }
    }

    package var exitStatus: ExitStatus {
        switch self {
        case .notInstalled, .toolMissing, .programMissing, .pythonMissing, .unsupportedPlatform, .scriptsMissing:
            .toolMissing
        case .interrupted: .interrupted
        default: .failure
        }
    }
}
