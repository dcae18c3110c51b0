@testable import CompiledModel
import Diagnostics
import Synchronization
import Testing
@testable import VendorTools

/// Excerpts of real logs (m0_9, 20 and 100 images), shortened.
enum LogExcerpt {
    static let build = """
        2026-11-23 06:25:02,000 INFO Start hb_mapper....
        2026-11-23 06:25:02,001 INFO hbdk version 3.49.15
        2026-11-23 06:25:02,001 INFO hb_mapper version 1.24.3
        2026-11-23 06:25:02,395 WARNING Input node data's input_source not set
        2026-11-23 06:25:02,400 WARNING Input node data's input_source not set
        2026-11-23 06:25:05,500 INFO Start to prepare the onnx model.
        2026-11-23 06:25:06,291 INFO Start to optimize the onnx model.
        2026-11-23 06:25:07,000 INFO Start to calibrate the model.
        2026-11-23 06:25:07,231 INFO There are 20 samples in the data set.
        2026-11-23 06:25:07,231 INFO Run calibration model with max method.
        2026-11-23 06:25:07,471 INFO Calibration using batch 8
        calibration in progress:  67%|██████▋   | 2/3 [00:01<00:00,  1.57it/s]
        2026-11-23 06:25:10,500 INFO Start to quantize the model.
        2026-11-23 06:25:12,500 INFO Start to compile the model with march bayes-e.
        [==================================================] 100%
        2026-11-23 06:25:59,500 INFO FPS=932.04, latency = 1072.9 us, DDR = 5613632 bytes   (see a.html)
        2026-11-23 06:26:01,595 INFO The main quantized node information:
        =====================================================================================
        Node                  ON   Subgraph  Type              Cosine Similarity  Threshold  DataType
        -------------------------------------------------------------------------------------
        HZ_PREPROCESS         BPU  id(0)     HzSQuantizedPreprocess  0.999922     127.0      int8
        ...blocks.0/act/Mul_1 BPU  id(0)     HzLut             0.997573           11.4149    int8
        /head/Gemm_reshape    CPU  --        Reshape           0.992224           --         float
        2026-11-23 06:26:01,600 INFO The quantized model output:
        ===================================================================
        Output      Cosine Similarity  L1 Distance  L2 Distance  Chebyshev Distance
        -------------------------------------------------------------------
        output      0.992224           0.274102     0.010820     1.160426
        2026-11-23 06:26:01,605 INFO End to Horizon NN Model Convert.
        2026-11-23 06:26:01,617 INFO start convert to *.bin file....
        2026-11-23 06:26:01,640 INFO hbdk runtime version: 3.15.55.0
        2026-11-23 06:26:01,667 INFO Convert to runtime bin file successfully!
        """
}

@Suite struct MakertbinLogTests {
    @Test("A build's log gives phases, operators, similarity, versions and success")
    func build() throws {
        let log = MakertbinLog(text: LogExcerpt.build)
        #expect(log.succeeded)
        #expect(log.phases.map(\.phase) == MakertbinPhase.allCases)
        let compile = try #require(log.phases.first { $0.phase == .compile })
        #expect(abs(compile.start - 10.5) < 1e-6 && abs(compile.seconds - 49.117) < 1e-6)
        #expect(log.onBPU.count == 2)
        #expect(log.onCPU.map(\.type) == ["Reshape"])
        #expect(log.operators[1].node == "...blocks.0/act/Mul_1")
        #expect(log.operators[1].threshold == 11.4149)
        #expect(log.operators[2].threshold == nil && log.operators[2].cosineSimilarity == 0.992224)
        #expect(log.outputs.map(\.name) == ["output"])
        #expect(log.outputs[0].cosine == 0.992224 && log.outputs[0].chebyshev == 1.160426)
        #expect(log.sampleCount == 20 && log.calibrationBatch == 8 && !log.fellBackToSingleImages)
        #expect(log.calibrationMethod == "max")
        #expect(log.latencyMicroseconds == 1072.9)
        #expect(log.versions == ["hb_mapper": "1.24.3", "hbdk": "3.49.15", "hbdk runtime": "3.15.55.0"])
        #expect(log.warnings == ["Input node data's input_source not set"])
        #expect(log.errors.isEmpty)
    }

    @Test("Colour codes and progress displays of a raw log change nothing")
    func raw() {
        let raw = LogExcerpt.build
            .replacing(" INFO ", with: " \u{1B}[92mINFO\u{1B}[0m ")
            .replacing("[====", with: "[=-   ]   1%\r[==-  ]   2%\r[====")
        #expect(MakertbinLog(text: raw) == MakertbinLog(text: LogExcerpt.build))
    }

    @Test("The type that `default` settled for is what counts, and the fall-back to single images is seen")
    func searched() {
        let log = MakertbinLog(
            text: """
                2026-11-23 06:14:57,294 INFO Run calibration model with modelwise search method.
                2026-11-23 06:14:57,826 INFO Calibration using batch 8
                2026-11-23 06:14:58,000 INFO Reset batch_size=1 and execute forward again...
                2026-11-23 06:17:10,305 INFO Select max-percentile:percentile=0.99995 method.
                """)
        #expect(log.calibrationMethod == "max-percentile:percentile=0.99995")
        #expect(log.fellBackToSingleImages && log.calibrationBatch == 1)
        #expect(!log.succeeded)
    }

    @Test("A build over midnight takes no negative time")
    func midnight() {
        let log = MakertbinLog(
            text: """
                2026-11-23 23:59:59,000 INFO Start to calibrate the model.
                2026-11-24 00:00:01,500 INFO Start to quantize the model.
                """)
        #expect(log.phases.map(\.seconds) == [2.5, 0])
    }

    @Test(
        "Nothing, noise and half a log give an empty report",
        arguments: ["", "\u{0}\r\r\n", "The quantized model output"])
    func noise(text: String) {
        let log = MakertbinLog(text: text)
        #expect(!log.succeeded && log.operators.isEmpty && log.phases.isEmpty)
        #expect(CheckerReport(text: text) == nil)
    }

    @Test("A checker's table has no similarities")
    func checker() throws {
        let report = try #require(
            CheckerReport(
                text: """
                    2026-11-23 06:13:30,042 INFO The main quantized node information:
                    =======
                    Node             ON   Subgraph  Type              Cosine Similarity  Threshold  DataType
                    -------
                    /stem/conv1/Conv BPU  id(0)     HzSQuantizedConv  --                 1.0        int8
                    /head/Reshape    CPU  --        Reshape           --                 --         float
                    2026-11-23 06:13:30,050 INFO End
                    """))
        #expect(report.onBPU.map(\.node) == ["/stem/conv1/Conv"])
        #expect(report.onBPU[0].cosineSimilarity == nil && report.onBPU[0].threshold == 1)
        #expect(report.onCPU.map(\.dataType) == ["float"])
    }
}

@Suite struct StepProgressTests {
    @Test("The lines of a build move the bars")
    func build() {
        let seen = Mutex<[Progress]>([])
        let tracker = StepProgress(step: .build) { update in seen.withLock { $0.append(update) } }
        for line in LogExcerpt.build.split(separator: "\n") { tracker.update(with: String(line)) }
        tracker.finish()
        let updates = seen.withLock(\.self)
        #expect(updates.contains(Progress("calibrating", completed: 2, total: 3)))
        #expect(updates.contains(Progress("compiling for the BPU", completed: 100, total: 100)))
        #expect(updates.first?.label == MapperStep.build.label)
        #expect(updates.last == Progress("writing the .bin", completed: 1, total: 1))
    }

    @Test(
        "Only what is a bar counts",
        arguments: [("| 1/0 [", nil), ("|", nil), ("| a/b", nil), ("| 9/3 [", 3), ("100%|██| 13/13 [00:45<00:00]", 13)])
    func tqdm(line: String, expected: Int?) {
        #expect(StepProgress.tqdmCount(line)?.completed == expected)
    }

    @Test("The compiler's percentage", arguments: [("[=-  ]   7%", 7), ("[x] 101%", nil), ("[ ] %", nil), ("7%", nil)])
    func percent(line: String, expected: Int?) {
        #expect(StepProgress.compilerPercent(line) == expected)
    }

    @Test("What went otherwise than asked is said in plain words, once, and harmless noise is left out")
    func notices() {
        let log = MakertbinLog(
            text: """
                2026-11-23 06:25:02,395 WARNING Input node data's input_source not set, it will be set to pyramid by default
                2026-11-23 06:25:03,000 WARNING The input3 of Node(name:up, type:Resize) does not support data type: int16
                2026-11-23 06:25:03,000 WARNING The input3 of Node(name:up, type:Resize) does not support data type: int16
                2026-11-23 06:25:04,000 INFO Reset batch_size=1 and execute forward again...
                2026-11-23 06:25:05,000 WARNING something new
                """)
        #expect(log.notices.count == 3, "\(log.notices)")
        #expect(
            log.notices[0].hasPrefix("int16 is not supported there, and int8 is used [RVC0902]: The input3 of Node"))
        #expect(log.notices[1].hasPrefix("calibration fell back to one image at a time [RVC0901]"))
        #expect(log.notices[2] == "something new")
    }
}
