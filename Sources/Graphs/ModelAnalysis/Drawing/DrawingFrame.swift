/// The boxes of a module of a drawing, as they are framed.
final class DrawingFrame {
    private(set) var boxes: [Int] = []
    /// What is repeated, by its index among the drawing's repetitions.
    private(set) var rounds: [(repetition: Int, frame: DrawingFrame)] = []
    /// The modules within, in the order of the drawing.
    private(set) var frames: [(name: String, frame: DrawingFrame)] = []
    private var places: [String: Int] = [:]

    /// The box, if there is nothing but one.
    var onlyBox: Int? { boxes.count == 1 && rounds.isEmpty && frames.isEmpty ? boxes[0] : nil }

    /// - Parameter rounds: the repetition that a module, by its path, is drawn for.
    func insert(_ index: Int, _ box: GraphDrawing.Box, _ rounds: [[String]: Int]) {
        insert(index, box, level: 0, rounds)
    }

    private func insert(_ index: Int, _ box: GraphDrawing.Box, level: Int, _ rounds: [[String]: Int]) {
        let path = box.path
        if level < path.count, let repetition = rounds[Array(path.prefix(level + 1))] {
            if self.rounds.last?.repetition != repetition { self.rounds.append((repetition, DrawingFrame())) }
            self.rounds[self.rounds.count - 1].frame.place(index, box, level: level, rounds)
        } else {
            place(index, box, level: level, rounds)
        }
    }

    private func place(_ index: Int, _ box: GraphDrawing.Box, level: Int, _ rounds: [[String]: Int]) {
        guard level < box.scope.count else {
            boxes.append(index)
            return
        }
        let name = box.scope[level]
        let place = places[name] ?? frames.count
        if place == frames.count {
            places[name] = place
            frames.append((name, DrawingFrame()))
        }
        frames[place].frame.insert(index, box, level: level + 1, rounds)
    }
}
