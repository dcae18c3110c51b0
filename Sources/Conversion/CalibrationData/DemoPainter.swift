internal import Imaging
internal import Support

/// Draws one image of ``DemoImages``.
struct DemoPainter {
    private var generator: SplitMix64
    private let width: Int
    private let height: Int
    /// `[height, width, 3]`, about 0...1.
    private var canvas: [Float]
    /// Noise of three kinds, from coarse to fine, that the layers share.
    private var textures: [[Float]] = []

    init(seed: UInt64) {
        generator = SplitMix64(seed: seed)
        width = 240 + generator.number(below: 241)
        height = 240 + generator.number(below: 241)
        canvas = [Float](repeating: 0, count: width * height * 3)
    }

    mutating func paint() -> RGBImage {
        textures = [noise(octaves: 2), noise(octaves: 4), noise(octaves: 7)]
        background()
        for _ in 0..<3 + generator.number(below: 6) { shape() }
        if generator.number(below: 3) == 0 { stripes() }
        light()
        return finished()
    }

    // MARK: Layers

    /// Two colors, mixed by noise of all scales.
    private mutating func background() {
        let (dark, bright) = (color(lightness: 0.1...0.45), color(lightness: 0.5...0.95))
        let (base, tint) = (textures[2], textures[0])
        let drift = color(lightness: -0.12...0.12)
        for pixel in 0..<width * height {
            let mix = min(max(base[pixel] * 0.9 + 0.5, 0), 1)
            for channel in 0..<3 {
                canvas[pixel * 3 + channel] =
                    dark[channel] + (bright[channel] - dark[channel]) * mix + drift[channel] * tint[pixel]
            }
        }
    }

    /// An ellipse or a turned box with a soft or a hard edge and a texture of its own.
    private mutating func shape() {
        let centre = (x: uniform(0...1) * Float(width), y: uniform(0...1) * Float(height))
        let reach = (x: uniform(0.06...0.3) * Float(width), y: uniform(0.06...0.3) * Float(height))
        let (cosine, sine) = direction()
        let isBox = generator.number(below: 2) == 0
        let softness = generator.number(below: 2) == 0 ? Float(0.03) : uniform(0.1...0.5)
        let fill = color(lightness: 0.05...0.95)
        let texture = textures[1 + generator.number(below: 2)]
        let grain = uniform(0.05...0.35)
        for y in 0..<height {
            for x in 0..<width {
                let (dx, dy) = (Float(x) - centre.x, Float(y) - centre.y)
                let u = (dx * cosine + dy * sine) / reach.x
                let v = (dy * cosine - dx * sine) / reach.y
                let distance = isBox ? max(abs(u), abs(v)) : (u * u + v * v).squareRoot()
                let cover = min(max((1 - distance) / softness, 0), 1)
                guard cover > 0 else { continue }
                let pixel = y * width + x
                for channel in 0..<3 {
                    let value = fill[channel] + texture[pixel] * grain
                    canvas[pixel * 3 + channel] += (value - canvas[pixel * 3 + channel]) * cover
                }
            }
        }
    }

    /// Regular bands, as of fences, fabric and brick.
    private mutating func stripes() {
        let (cosine, sine) = direction()
        let period = uniform(4...24)
        let strength = uniform(0.05...0.25)
        let mask = textures[0]
        for y in 0..<height {
            for x in 0..<width {
                let position = (Float(x) * cosine + Float(y) * sine) / period
                let phase = position - position.rounded(.down)
                // A triangle wave: smooth enough, and the same on every machine, unlike a sine.
                let wave = (abs(phase - 0.5) * 4 - 1) * strength * min(max(mask[y * width + x] * 2 + 0.5, 0), 1)
                for channel in 0..<3 { canvas[(y * width + x) * 3 + channel] += wave }
            }
        }
    }

    /// Brighter to one side, darker to the corners.
    private mutating func light() {
        let (cosine, sine) = direction()
        let slope = uniform(0...0.35)
        let vignette = uniform(0...0.5)
        for y in 0..<height {
            for x in 0..<width {
                let (u, v) = (Float(x) / Float(width) - 0.5, Float(y) / Float(height) - 0.5)
                let factor = 1 + slope * (u * cosine + v * sine) * 2 - vignette * (u * u + v * v)
                for channel in 0..<3 { canvas[(y * width + x) * 3 + channel] *= factor }
            }
        }
    }

    /// To bytes, with the grain of a sensor.
    private mutating func finished() -> RGBImage {
        let grain = uniform(1...5)
        var pixels = [UInt8](repeating: 0, count: canvas.count)
        for index in canvas.indices {
            // The sum of two is a triangle, near enough to a bell.
            let noise = (uniform(-1...1) + uniform(-1...1)) * grain
            pixels[index] = UInt8(min(max(canvas[index] * 255 + noise, 0), 255))
        }
        return RGBImage(width: width, height: height, pixels: pixels)
    }

    // MARK: Materials

    /// Noise of `octaves` grids, each twice as fine and half as strong as the one before; about -0.5...0.5.
    private mutating func noise(octaves: Int) -> [Float] {
        var sum = [Float](repeating: 0, count: width * height)
        var amplitude: Float = 0.5
        for octave in 0..<octaves {
            let cells = 2 << octave
            let grid = (0..<(cells + 1) * (cells + 1)).map { _ in uniform(-0.5...0.5) }
            for y in 0..<height {
                let (row, v) = position(y, of: height, cells: cells)
                for x in 0..<width {
                    let (column, u) = position(x, of: width, cells: cells)
                    let corner = row * (cells + 1) + column
                    let upper = grid[corner] + (grid[corner + 1] - grid[corner]) * u
                    let lower = grid[corner + cells + 1] + (grid[corner + cells + 2] - grid[corner + cells + 1]) * u
                    sum[y * width + x] += (upper + (lower - upper) * v) * amplitude * 2
                }
            }
            amplitude /= 2
        }
        return sum
    }

    /// The cell of a pixel and the smoothed place in it.
    private func position(_ pixel: Int, of length: Int, cells: Int) -> (cell: Int, fraction: Float) {
        let place = Float(pixel) / Float(length) * Float(cells)
        let cell = min(Int(place), cells - 1)
        let fraction = place - Float(cell)
        return (cell, fraction * fraction * (3 - 2 * fraction))
    }

    private mutating func uniform(_ range: ClosedRange<Float>) -> Float {
        range.lowerBound + (range.upperBound - range.lowerBound) * Float(generator.fraction())
    }

    /// Three channels near one lightness: those of photographs are strongly correlated, and warmer than gray (red and
    /// blue as far from green as in the means of ImageNet, 0.485, 0.456, 0.406).
    private mutating func color(lightness: ClosedRange<Float>) -> [Float] {
        let level = uniform(lightness)
        return [0.03, 0, -0.05].map { level + $0 + uniform(-0.15...0.15) }
    }

    /// Cosine and sine of some angle, made without either.
    private mutating func direction() -> (cosine: Float, sine: Float) {
        let (x, y) = (uniform(-1...1), uniform(-1...1))
        let length = (x * x + y * y).squareRoot()
        return length > 0.01 ? (x / length, y / length) : (1, 0)
    }
}
