internal import FoundationEssentials
internal import Support
internal import Synchronization

/// Runs a quantized or calibrated ONNX model in the vendor's own runtime, `horizon_tc_ui.HB_ONNXRuntime`.
///
/// Each worker is a Python process of about 400 MB that keeps the model loaded. One that dies is started again.
package final class VendorRuntime: Sendable {
    /// Starting more workers than this for one request does not help.
    private static let startLimit = 3

    private let model: String
    private let environment: ToolchainEnvironment
    private let script: String
    private let idle = Mutex<[WorkerProcess]>([])

    /// - Parameter model: path of the ONNX file.
    /// - Throws: ``ToolchainError/scriptsMissing(searched:)``, ``ToolchainError/notInstalled(folder:)``.
    package init(model: String, environment: ToolchainEnvironment) throws {
        self.model = model
        self.environment = environment
        script = try MapperScripts.locate().path("lib/run_quantized.py")
        guard Host.isExecutable(environment.python) else {
            throw ToolchainError.notInstalled(folder: environment.folder)
        }
    }

    /// The elements of the model's first output.
    ///
    /// May be called any number of times at once; each call that finds no idle worker starts one.
    ///
    /// - Parameter inputs: the bytes of each input's elements, in the order of the model's inputs.
    /// - Throws: ``ToolchainError/toolFailed(name:exitStatus:reason:)``, ``ToolchainError/interrupted``.
    package func run(_ inputs: [[UInt8]]) async throws -> [Float] {
        let request = inputs.flatMap(\.self)
        var lastWords = ""
        var starts = 0
        while !Task.isCancelled {
            let worker: WorkerProcess
            if let known = idle.withLock({ $0.popLast() }) {
                // It may have died since its last answer, which says something else than this request.
                worker = known
            } else {
                guard starts < Self.startLimit else {
                    throw Self.failure("it ended \(starts) times on the same input: \(lastWords)")
                }
                starts += 1
                guard let started = try await start(&lastWords) else { continue }
                worker = started
            }
            if let answer = await worker.answer(to: request) {
                idle.withLock { $0.append(worker) }
                return try Self.values(answer)
            }
            lastWords = worker.lastWords
        }
        throw ToolchainError.interrupted
    }

    /// A worker that has loaded the model; `nil` if it ended.
    private func start(_ lastWords: inout String) async throws -> WorkerProcess? {
        let worker = try WorkerProcess(
            Tool(environment.python, [script, Host.absolute(model)], environment: environment.variables))
        guard let greeting = await worker.receive() else {
            lastWords = worker.lastWords
            return nil
        }
        _ = try Self.values(greeting)
        return worker
    }

    /// An answer is a 0 and the values as float32, or a 1 and a message.
    private static func values(_ answer: [UInt8]) throws -> [Float] {
        guard answer.first == 0 else {
            throw failure(String(decoding: answer.dropFirst(), as: UTF8.self).prefix(300).description)
        }
        return ByteView(Array(answer.dropFirst())).elements(as: Float.self)
    }

    private static func failure(_ reason: String) -> ToolchainError {
        .toolFailed(name: "HB_ONNXRuntime", exitStatus: 1, reason: reason)
    }
}
