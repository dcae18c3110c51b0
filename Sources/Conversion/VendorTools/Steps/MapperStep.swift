internal import CompiledModel
package import Diagnostics
internal import Support

/// One step of making a `.bin`, done by a script of ``MapperScripts``.
package enum MapperStep: String, Sendable, Hashable, CaseIterable {
    /// `hb_mapper checker`: can the BPU run the model?
    case check
    /// `hb_mapper makertbin`: calibrate, quantize, compile.
    case build
    /// `hb_perf`: estimate the speed.
    case perf
    /// The compiled model on the simulator against the quantized model.
    case verify

    var script: String {
        switch self {
        case .check: "01_check.sh"
        case .build: "03_build.sh"
        case .perf: "04_perf.sh"
        case .verify: "05_verify.sh"
        }
    }

    /// What is being done, as a person would say it.
    package var label: String {
        switch self {
        case .check: "checking with hb_mapper"
        case .build: "building with hb_mapper"
        case .perf: "estimating the speed"
        case .verify: "verifying on the simulator"
        }
    }

    /// Runs the step to its end.
    ///
    /// - Parameters:
    ///   - config: the mapper YAML.
    ///   - workFolder: gets the step's logs, and `perf/` from ``perf``.
    ///   - images: for ``verify``, NV12 files of the model's input size; without any, noise is used.
    ///   - log: the file that gets the output.
    ///   - limit: how long it may take.
    ///   - line: called for every line that the vendor prints.
    /// - Returns: how it ended. ``verify`` ends with exit status 1 where a logit differs; see ``VerifyReport``.
    /// - Throws: ``ToolchainError/stepFailed(_:)`` with the vendor's reason, ``ToolchainError/timedOut(name:limit:)``,
    ///   ``ToolchainError/interrupted``, and what ``ToolRunner`` and ``MapperScripts/locate()`` throw.
    @discardableResult
    package func run(
        config: String, workFolder: String, images: [String] = [], environment: ToolchainEnvironment, log: String,
        limit: Duration? = nil, progress: @escaping Progress.Handler = { _ in },
        line: @escaping @Sendable (ToolLine) -> Void = { _ in }
    ) async throws -> ToolResult {
        let scripts = try MapperScripts.locate()
        if self == .perf, Host.program("dot") == nil {
            throw ToolchainError.programMissing(name: "Graphviz (dot)", package: "graphviz")
        }
        let logPath = Host.absolute(log)
        try Folder.create(Path.folder(logPath))
        var variables = environment.variables
        variables["REPVIT_LOG"] = logPath
        variables["REPVIT_CONVERT"] = Host.variable("REPVIT_CONVERT") ?? Host.realPath("/proc/self/exe")
        let tool = Tool(
            "bash",
            [scripts.path(script), Host.absolute(config), Host.absolute(workFolder)] + images.map(Host.absolute),
            environment: variables)

        let tracker = StepProgress(step: self, report: progress)
        let result = try await ToolRunner.run(tool, name: label, limit: limit) { output in
            tracker.update(with: output.text)
            line(output)
        }
        if result.succeeded || (self == .verify && result.exitStatus == 1) {
            tracker.finish()
            return result
        }
        guard result.exitStatus != 69 else {
            throw ToolchainError.toolMissing(name: "hb_mapper", folder: environment.folder)
        }
        throw ToolchainError.stepFailed(
            StepFailure(step: label, reason: Self.reason(result), lines: result.lastLines, log: logPath))
    }

    /// The script's own error; the vendor's if the script did not get to printing one.
    static func reason(_ result: ToolResult) -> String {
        let prefix = "error: "
        let line = result.lastLines.last { $0.hasPrefix(prefix) }
        return line.map { String($0.dropFirst(prefix.count)) } ?? VendorFailure.reason(in: result.lastLines)
    }
}
