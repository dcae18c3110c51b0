@testable import GraphPasses
import ONNX
import Testing

@Suite("Parallel branches")
struct BranchPassTests {
    private static let passes: [any GraphPass.Type] = [
        FuseBatchNormalization.self, FuseScaleAndShift.self, MergeBranches.self, RemoveDead.self,
    ]

    @Test("RepVGG: 3x3, 1x1 and BatchNormalization of the same input", arguments: [1, 2, 8])
    func repVGG(groups: Int) throws {
        var sketch = Sketch([1, 8, 6, 6])
        sketch.convolution("x", "a", from: 8, to: 8, kernel: 3, groups: groups)
        sketch.normalization("a", "an", channels: 8)
        sketch.convolution("x", "b", from: 8, to: 8, groups: groups)
        sketch.normalization("b", "bn", channels: 8)
        sketch.normalization("x", "i", channels: 8)
        sketch.node("Add", ["an", "bn"], "s")
        sketch.node("Add", ["s", "i"], "t")
        sketch.node("Relu", ["t"], "y")
        let (model, _) = try apply(Self.passes, to: sketch.model("y"))
        #expect(model.operators == ["Conv", "Relu"])
        #expect(try model.graph.nodes[0].integers("kernel_shape") == [3, 3])
    }

    @Test("RepViT: depthwise 3x3, depthwise 1x1 and the identity, and a BatchNormalization behind")
    func repViT() throws {
        var sketch = Sketch([1, 8, 6, 6])
        sketch.convolution("x", "a", from: 8, to: 8, kernel: 3, groups: 8)
        sketch.convolution("x", "b", from: 8, to: 8, groups: 8)
        sketch.node("Add", ["a", "b"], "s")
        sketch.node("Add", ["s", "x"], "t")
        sketch.normalization("t", "y", channels: 8)
        let (model, _) = try apply(Self.passes, to: sketch.model("y"))
        #expect(model.operators == ["Conv"])
    }

    @Test("Strided branches without identity, and kernels of different sizes")
    func strided() throws {
        var sketch = Sketch([1, 4, 9, 9])
        sketch.convolution("x", "a", from: 4, to: 6, kernel: 5, stride: 2)
        sketch.convolution("x", "b", from: 4, to: 6, kernel: 3, stride: 2)
        sketch.convolution("x", "c", from: 4, to: 6, stride: 2)
        sketch.node("Sum", ["a", "b", "c"], "y")
        let (model, _) = try apply(Self.passes, to: sketch.model("y"))
        #expect(model.operators == ["Conv"])
        #expect(try model.graph.nodes[0].integers("pads") == [2, 2, 2, 2])
    }

    @Test("FastViT: a branch that is subtracted, scaled and added to the input")
    func subtracted() throws {
        var sketch = Sketch([1, 8, 6, 6])
        sketch.convolution("x", "a", from: 8, to: 8, kernel: 3, groups: 8)
        sketch.normalization("x", "n", channels: 8)
        sketch.node("Sub", ["a", "n"], "s")
        sketch.node("Mul", [sketch.weights("gamma", [8, 1, 1]), "s"], "m")
        sketch.node("Add", ["x", "m"], "y")
        let (model, _) = try apply(Self.passes, to: sketch.model("y"))
        #expect(model.operators == ["Conv"])
    }

    @Test("Other terms of the sum stay, in their order and with their sign")
    func otherTerms() throws {
        var sketch = Sketch([1, 8, 6, 6])
        sketch.node("Relu", ["x"], "r")
        sketch.convolution("x", "a", from: 8, to: 8, kernel: 3)
        sketch.convolution("x", "b", from: 8, to: 8)
        sketch.node("Sub", ["a", "r"], "s")
        sketch.node("Add", ["s", "b"], "y")
        let (model, _) = try apply(Self.passes, to: sketch.model("y"))
        #expect(model.operators.sorted() == ["Conv", "Relu", "Sub"])
    }

    @Test("Branches that are needed elsewhere, are broadcast, or would grow stay apart")
    func apart() throws {
        var sketch = Sketch([1, 8, 6, 6])
        sketch.convolution("x", "a", from: 8, to: 8, kernel: 3)
        sketch.convolution("x", "b", from: 8, to: 8)
        sketch.node("Add", ["a", "b"], "needed")
        sketch.node("Relu", ["a"], "elsewhere")
        // Depthwise and dense together would be nine times as many multiplications.
        sketch.convolution("x", "c", from: 8, to: 8, kernel: 3, groups: 8)
        sketch.convolution("x", "d", from: 8, to: 8)
        sketch.node("Add", ["c", "d"], "grown")
        // One pixel, broadcast over all.
        sketch.convolution("x", "e", from: 8, to: 8, kernel: 6, padding: 0)
        sketch.convolution("x", "f", from: 8, to: 8)
        sketch.node("Add", ["e", "f"], "broadcast")
        let (_, rewrites) = try apply(
            [MergeBranches.self], to: sketch.model("needed", "elsewhere", "grown", "broadcast"))
        #expect(rewrites == 0)
    }
}
