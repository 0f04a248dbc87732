// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
]

// Debug builds run the engine too: without optimisation the kernels would be 50 times slower.
let kernels: [CSetting] = [.unsafeFlags(["-O2"])]

let package = Package(
  name: "Proctor",
  products: [.executable(name: "proctor", targets: ["proctor"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
    .package(url: "https://github.com/attaswift/BigInt", exact: "6.0.1"),
    .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
    .package(url: "https://github.com/LebJe/TOMLKit", exact: "0.6.0"),
  ],
  targets: [
    .target(name: "Core", swiftSettings: strict),

    .systemLibrary(
      name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),
    .target(name: "CKernels", cSettings: kernels),
    .target(name: "Tensor", dependencies: ["COpenBLAS", "CKernels"], swiftSettings: strict),
    .target(
      name: "LanguageModel",
      dependencies: ["Tensor", .product(name: "Crypto", package: "swift-crypto")],
      swiftSettings: strict),

    .target(
      name: "MiniPython", dependencies: ["Core", .product(name: "BigInt", package: "BigInt")],
      swiftSettings: strict),
    .target(name: "CSandbox"),
    .target(
      name: "PythonSandbox", dependencies: ["CSandbox", "MiniPython"],
      resources: [.embedInCode("Resources/warden.py")], swiftSettings: strict),
    .target(
      name: "SelfPlay",
      dependencies: [
        "LanguageModel", "MiniPython", "Core", .product(name: "Crypto", package: "swift-crypto"),
      ],
      resources: [.copy("Resources")], swiftSettings: strict),
    .target(
      name: "Oversight",
      dependencies: ["MiniPython", "Core", .product(name: "TOMLKit", package: "TOMLKit")],
      resources: [.copy("Resources")], swiftSettings: strict),
    .target(
      name: "Journal",
      dependencies: [
        "Core", .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
      ],
      swiftSettings: strict),
    .target(name: "Report", dependencies: ["Journal", "Core"], swiftSettings: strict),
    .target(name: "Wire", dependencies: ["Core"], swiftSettings: strict),
    .target(
      name: "RunSession",
      dependencies: ["SelfPlay", "PythonSandbox", "Oversight", "Journal", "Wire", "Core"],
      swiftSettings: strict),

    .target(
      name: "CTerminal", linkerSettings: [.linkedLibrary("ncursesw"), .linkedLibrary("tinfo")]),
    .target(
      name: "Dashboard", dependencies: ["Core", .product(name: "TOMLKit", package: "TOMLKit")],
      // Links to the files in themes/, so that the program has them wherever it is installed.
      resources: [
        .embedInCode("Theme/Shipped/default-dark.toml"),
        .embedInCode("Theme/Shipped/default-light.toml"),
        .embedInCode("Theme/Shipped/deuter.toml"),
        .embedInCode("Theme/Shipped/gruvbox.toml"),
        .embedInCode("Theme/Shipped/high-contrast.toml"),
        .embedInCode("Theme/Shipped/mono.toml"),
        .embedInCode("Theme/Shipped/nord.toml"),
        .embedInCode("Theme/Shipped/paper.toml"),
        .embedInCode("Theme/Shipped/solarized.toml"),
        .embedInCode("Theme/Shipped/terminal-16.toml"),
        .embedInCode("Theme/Shipped/trit.toml"),
      ], swiftSettings: strict),
    .target(
      name: "Terminal", dependencies: ["Dashboard", "CTerminal", "Core"], swiftSettings: strict),

    .executableTarget(
      name: "proctor",
      dependencies: [
        "RunSession", "SelfPlay", "PythonSandbox", "Oversight", "MiniPython", "LanguageModel",
        "Journal", "Report", "Wire", "Dashboard", "Terminal", "Core",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "TOMLKit", package: "TOMLKit"),
      ],
      swiftSettings: strict),

    .target(
      name: "EventSamples", dependencies: ["Core"], path: "Tests/EventSamples",
      swiftSettings: strict),
    // openpty and posix_spawn, which Swift's Glibc lacks.
    .target(name: "CPseudoTerminal", path: "Tests/CPseudoTerminal"),
    .testTarget(name: "ArchitectureTests", swiftSettings: strict),
    .testTarget(name: "CoreTests", dependencies: ["Core", "EventSamples"], swiftSettings: strict),
    .testTarget(name: "TensorTests", dependencies: ["Tensor"], swiftSettings: strict),
    .testTarget(
      name: "LanguageModelTests", dependencies: ["LanguageModel", "Tensor"],
      exclude: ["Recordings/record.py", "Recordings/Models"],
      resources: [.copy("Recordings/recorded.json")],
      swiftSettings: strict),
    .testTarget(
      name: "MiniPythonTests",
      dependencies: ["MiniPython", .product(name: "BigInt", package: "BigInt")],
      resources: [.copy("Recordings")],
      swiftSettings: strict),
    .testTarget(
      name: "PythonSandboxTests", dependencies: ["PythonSandbox", "MiniPython"],
      swiftSettings: strict),
    .testTarget(
      name: "SelfPlayTests", dependencies: ["SelfPlay", "LanguageModel", "MiniPython", "Core"],
      swiftSettings: strict),
    .testTarget(
      name: "OversightTests", dependencies: ["Oversight", "MiniPython", "Core"],
      swiftSettings: strict),
    .testTarget(
      name: "JournalTests",
      dependencies: [
        "Journal", "Core", "EventSamples", .product(name: "GRDB", package: "GRDB.swift"),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "ReportTests", dependencies: ["Report", "Journal", "Core", "EventSamples"],
      swiftSettings: strict),
    .testTarget(
      name: "WireTests", dependencies: ["Wire", "Core", "EventSamples"], swiftSettings: strict),
    .testTarget(
      name: "RunSessionTests",
      dependencies: ["RunSession", "PythonSandbox", "SelfPlay", "MiniPython", "Journal", "Core"],
      swiftSettings: strict),
    .testTarget(
      name: "DashboardTests", dependencies: ["Dashboard", "Core"], exclude: ["Goldens"],
      swiftSettings: strict),
    .testTarget(
      name: "TerminalTests", dependencies: ["Terminal", "CTerminal", "Dashboard", "Core"],
      swiftSettings: strict),
    .testTarget(
      name: "EndToEndTests", dependencies: ["proctor", "CPseudoTerminal"], swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
