namespace EdgeRuntime;

/// <summary>An input or output of a model.</summary>
/// <param name="Name">The name that the model gives it.</param>
/// <param name="Type">The element type.</param>
/// <param name="Shape">The shape, every axis fixed.</param>
public readonly record struct TensorInfo(string Name, ElementType Type, Shape Shape);
