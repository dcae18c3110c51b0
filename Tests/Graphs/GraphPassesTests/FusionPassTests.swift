import GraphEditing
@testable import GraphPasses
@testable import ONNX
import Testing

@Suite("Passes that fuse")
struct FusionPassTests {
    @Test("BatchNormalization behind a convolution, depthwise, transposed and dense", arguments: [1, 4])
    func normalizationBehind(groups: Int) throws {
        var sketch = Sketch()
        sketch.convolution("x", "c", from: 4, to: 8, kernel: 3, groups: groups, hasBias: groups == 1)
        sketch.normalization("c", "n", channels: 8)
        sketch.node(
            "ConvTranspose", ["n", sketch.weights("t.w", [8, 3, 2, 2])], "t",
            [.integer("group", 2), .integers("kernel_shape", [2, 2]), .integers("strides", [2, 2])])
        sketch.normalization("t", "y", channels: 6)
        let (model, rewrites) = try apply([FuseBatchNormalization.self, RemoveDead.self], to: sketch.model("y"))
        #expect(model.operators == ["Conv", "ConvTranspose"])
        #expect(rewrites > 2)
    }

    @Test("BatchNormalization before Gemms and before an unpadded convolution")
    func normalizationBefore() throws {
        var sketch = Sketch()
        sketch.normalization("x", "n", channels: 4)
        sketch.convolution("n", "c", from: 4, to: 8, kernel: 3, groups: 2, padding: 0)
        sketch.node("GlobalAveragePool", ["c"], "p")
        sketch.node("Flatten", ["p"], "f")
        sketch.normalization("f", "m", channels: 8)
        sketch.linear("m", "a", from: 8, to: 5)
        sketch.linear("m", "b", from: 8, to: 3)
        let (model, _) = try apply([FuseBatchNormalization.self, RemoveDead.self], to: sketch.model("a", "b"))
        #expect(model.operators == ["Conv", "GlobalAveragePool", "Flatten", "Gemm", "Gemm"])
    }

    @Test("BatchNormalization before a padded convolution stays, for the padding is not shifted")
    func normalizationBeforePadding() throws {
        var sketch = Sketch()
        sketch.normalization("x", "n", channels: 4)
        sketch.convolution("n", "y", from: 4, to: 8, kernel: 3)
        let (model, _) = try apply([FuseBatchNormalization.self], to: sketch.model("y"))
        #expect(model.operators == ["BatchNormalization", "Conv"])
    }

    @Test("BatchNormalization stays where the convolution's own output is needed too")
    func normalizationOfSharedValue() throws {
        var sketch = Sketch()
        sketch.convolution("x", "c", from: 4, to: 4)
        sketch.normalization("c", "n", channels: 4)
        let (model, _) = try apply([FuseBatchNormalization.self], to: sketch.model("c", "n"))
        #expect(model.operators == ["Conv", "BatchNormalization"])
    }

    @Test("Scales and shifts around layers, LayerScale among them")
    func scaleAndShift() throws {
        var sketch = Sketch()
        sketch.node("Sub", ["x", sketch.weights("mean", [1, 4, 1, 1])], "s")
        sketch.node("Div", ["s", sketch.weights("std", [1, 4, 1, 1], 1...2)], "d")
        sketch.convolution("d", "c", from: 4, to: 8, kernel: 3, padding: 0)
        sketch.node("Mul", ["c", sketch.weights("gamma", [8, 1, 1])], "m")
        sketch.node("Add", [sketch.weights("beta", [1, 8, 1, 1]), "m"], "a")
        sketch.node("Sub", [sketch.scalar("three", 3), "a"], "y")
        let (model, _) = try apply([FuseScaleAndShift.self, RemoveDead.self], to: sketch.model("y"))
        #expect(model.operators == ["Conv"])
    }

    @Test("A constant that is no number a channel stays")
    func notAScale() throws {
        var sketch = Sketch()
        sketch.convolution("x", "c", from: 4, to: 4)
        sketch.node("Mul", ["c", sketch.weights("map", [1, 1, 8, 8])], "m")
        sketch.node("Add", ["m", sketch.weights("row", [8])], "y")
        let (model, rewrites) = try apply([FuseScaleAndShift.self], to: sketch.model("y"))
        #expect(model.operators == ["Conv", "Mul", "Add"])
        #expect(rewrites == 0)
    }

    @Test("Zero padding becomes the convolution's own")
    func padding() throws {
        var sketch = Sketch()
        sketch.node("Pad", ["x", sketch.integers("pads", [0, 0, 1, 2, 0, 0, 3, 4])], "p")
        sketch.convolution("p", "y", from: 4, to: 4, kernel: 3)
        let (model, _) = try apply([FusePadding.self], to: sketch.model("y"))
        #expect(model.operators == ["Conv"])
        #expect(try model.graph.nodes[0].integers("pads") == [2, 3, 4, 5])
    }

    @Test("MatMul and Add become Gemm; a Gemm gets its canonical form")
    func matMul() throws {
        var sketch = Sketch([3, 6])
        sketch.node("MatMul", ["x", sketch.weights("w", [6, 5])], "m")
        sketch.node("Add", [sketch.weights("b", [5]), "m"], "a")
        sketch.node(
            "Gemm", ["a", sketch.weights("v", [5, 2]), sketch.scalar("c", 2, shape: [1])], "y",
            [.float("alpha", 0.5), .float("beta", 3)])
        let (model, _) = try apply([MatMulToGemm.self, RemoveDead.self], to: sketch.model("y"))
        #expect(model.operators == ["Gemm", "Gemm"])
        #expect(try model.graph.nodes.allSatisfy { try $0.flag("transB", default: false) })
    }

    @Test("Two heads of the same features that are averaged become one")
    func heads() throws {
        var sketch = Sketch([2, 6])
        sketch.normalization("x", "n1", channels: 6)
        sketch.normalization("x", "n2", channels: 6)
        sketch.linear("n1", "a", from: 6, to: 5)
        sketch.linear("n2", "b", from: 6, to: 5)
        sketch.node("Add", ["a", "b"], "s")
        sketch.node("Div", ["s", sketch.scalar("two", 2)], "y")
        let (model, _) = try apply(
            [FuseBatchNormalization.self, MergeHeads.self, FuseScaleAndShift.self, RemoveDead.self],
            to: sketch.model("y"))
        #expect(model.operators == ["Gemm"])
    }

    @Test("Heads of different features stay apart")
    func differentHeads() throws {
        var sketch = Sketch([2, 6])
        sketch.node("Relu", ["x"], "r")
        sketch.linear("x", "a", from: 6, to: 5)
        sketch.linear("r", "b", from: 6, to: 5)
        sketch.node("Add", ["a", "b"], "y")
        let (_, rewrites) = try apply([MergeHeads.self], to: sketch.model("y"))
        #expect(rewrites == 0)
    }

    @Test("The mean over height and width is a pool, and with a Flatten behind one ReduceMean")
    func means() throws {
        var sketch = Sketch()
        sketch.node("ReduceMean", ["x"], "m", [.integers("axes", [-1, 2]), .integer("keepdims", 1)])
        sketch.node("GlobalAveragePool", ["x"], "g")
        sketch.node("Flatten", ["g"], "f")
        let (model, _) = try apply([MeanToPool.self, RemoveDead.self], to: sketch.model("m", "f"))
        #expect(model.operators == ["GlobalAveragePool", "ReduceMean"])
    }

    @Test("Convolutions in a row become one where that is smaller")
    func consecutive() throws {
        var sketch = Sketch()
        sketch.convolution("x", "a", from: 4, to: 16)
        sketch.convolution("a", "b", from: 16, to: 4)
        sketch.convolution("b", "c", from: 4, to: 4, groups: 4)
        sketch.convolution("c", "d", from: 4, to: 6, kernel: 3, padding: 0)
        sketch.convolution("d", "e", from: 6, to: 2)
        let (model, _) = try apply([MergeConvolutions.self, RemoveDead.self], to: sketch.model("e"))
        #expect(model.operators == ["Conv"])
    }

    @Test("A depthwise convolution and the pointwise one behind it are smaller apart")
    func separable() throws {
        var sketch = Sketch()
        sketch.convolution("x", "a", from: 4, to: 4, kernel: 3, groups: 4)
        sketch.convolution("a", "b", from: 4, to: 16)
        let (_, rewrites) = try apply([MergeConvolutions.self], to: sketch.model("b"))
        #expect(rewrites == 0)
    }

    @Test("A pointwise convolution with a bias before a padded one stays")
    func padded() throws {
        var sketch = Sketch()
        sketch.convolution("x", "a", from: 4, to: 4)
        sketch.convolution("a", "b", from: 4, to: 4, kernel: 3)
        let (_, rewrites) = try apply([MergeConvolutions.self], to: sketch.model("b"))
        #expect(rewrites == 0)
    }

    @Test("Every kind of auto_pad is spelled out", arguments: ["SAME_UPPER", "SAME_LOWER", "VALID"], [1, 2])
    func explicit(mode: String, stride: Int) throws {
        var sketch = Sketch([1, 4, 7, 9])
        sketch.node(
            "Conv", ["x", sketch.weights("w", [3, 4, 2, 3])], "y",
            [Attribute("auto_pad", .text(mode)), .integers("strides", [stride, stride])])
        let (model, _) = try apply([ExplicitConvolution.self], to: sketch.model("y"))
        #expect(model.graph.nodes[0].attribute("auto_pad") == nil)
        #expect(try model.graph.nodes[0].integers("kernel_shape") == [2, 3])
    }
}
