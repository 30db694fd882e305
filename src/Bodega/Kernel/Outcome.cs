using System.Diagnostics.CodeAnalysis;

namespace Bodega.Kernel;

/// <summary>A value or the <see cref="Kernel.Fault"/> that stands in its place.</summary>
/// <typeparam name="T">What success carries.</typeparam>
public readonly struct Outcome<T>
{
    private Outcome(T? value, Fault? fault) => (Value, Fault) = (value, fault);

    /// <summary>The refusal, or null on success.</summary>
    public Fault? Fault { get; }

    /// <summary>The value; meaningful only when <see cref="Fault"/> is null.</summary>
    public T? Value { get; }

    /// <summary>True with the value on success; false with the refusal otherwise.</summary>
    public bool Succeeded([MaybeNullWhen(false)] out T value, [MaybeNullWhen(true)] out Fault fault)
    {
        (value, fault) = (Value, Fault);
        return Fault is null;
    }

    /// <summary>Success.</summary>
    public static implicit operator Outcome<T>(T value) => new(value, null);

    /// <summary>Refusal.</summary>
    public static implicit operator Outcome<T>(Fault fault) => new(default, fault);
}
