internal import Subprocess
internal import SystemPackage

/// One finished run of a program.
package struct Command: Sendable {
    package var exitCode: Int32
    package var standardOutput: String
    package var standardError: String

    /// Runs a program to its end and collects what it prints.
    ///
    /// - Parameters:
    ///   - executable: a path, or a name that is looked up.
    ///   - folder: the working folder; that of the tests if `nil`.
    ///   - environment: added to the tests' own; `nil` takes a variable away.
    package static func run(
        _ executable: String, _ arguments: [String] = [], in folder: String? = nil,
        environment: [String: String?] = [:]
    ) async throws -> Command {
        var updates: [Environment.Key: String?] = [:]
        for (name, value) in environment {
            updates[Environment.Key(stringLiteral: name)] = value
        }
        let result = try await Subprocess.run(
            executable.contains("/") ? .path(FilePath(executable)) : .name(executable),
            arguments: Arguments(arguments),
            environment: .inherit.updating(updates),
            workingDirectory: folder.map { FilePath($0) },
            output: .string(limit: 256 << 20),
            error: .string(limit: 64 << 20))
        let code: Int32 =
            switch result.terminationStatus {
            case .exited(let code): code
            case .signaled(let signal): 128 + signal
            }
        return Command(exitCode: code, standardOutput: result.standardOutput, standardError: result.standardError)
    }

    /// Runs `repvit-convert` itself.
    package static func repvitConvert(
        _ arguments: String..., in folder: String? = nil, environment: [String: String?] = [:]
    ) async throws -> Command {
        try await run(Package.executable, arguments, in: folder, environment: environment)
    }

    /// The output of a run that succeeded.
    ///
    /// - Throws: ``ProcessFailure`` if it did not.
    package func standardOutput(orThrow name: String) throws -> String {
        guard exitCode == 0 else {
            throw ProcessFailure(
                command: name, status: "exit \(exitCode)", standardError: String(standardError.suffix(4000)))
        }
        return standardOutput
    }
}

/// A program that a test relies on failed.
package struct ProcessFailure: Error, CustomStringConvertible {
    package var command: String
    package var status: String
    package var standardError: String

    package var description: String { "\(command): \(status)\n\(standardError)" }
}
