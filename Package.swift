// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
]

let package = Package(
  name: "Proctor",
  targets: [
    .target(name: "Core", swiftSettings: strict)
  ],
  swiftLanguageModes: [.v6]
)
