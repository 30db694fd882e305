using Bodega.Kernel;

namespace Bodega.Quotes;

/// <summary>Refusals of the quotes.</summary>
public static class QuoteFaults
{
    /// <summary>There is no such quote.</summary>
    public const string UnknownCode = "quote-unknown";

    /// <summary>The quote has become a sale.</summary>
    public const string ConvertedCode = "quote-converted";

    /// <summary>The quote was called off.</summary>
    public const string CancelledCode = "quote-cancelled";

    /// <summary>The quote has run out.</summary>
    public const string RunOutCode = "quote-run-out";

    /// <summary>The quote is somebody else's.</summary>
    public const string NotYoursCode = "quote-not-yours";

    /// <summary>Less is there than the quote promises (<see cref="QuotedShortage"/>).</summary>
    public const string ShortageCode = "quote-short";

    /// <summary><inheritdoc cref="UnknownCode" path="/summary"/></summary>
    public static Fault Unknown { get; } = new(FaultKind.NotFound, UnknownCode);

    /// <summary><inheritdoc cref="ConvertedCode" path="/summary"/></summary>
    public static Fault Converted { get; } = new(FaultKind.Conflict, ConvertedCode);

    /// <summary><inheritdoc cref="CancelledCode" path="/summary"/></summary>
    public static Fault Cancelled { get; } = new(FaultKind.Conflict, CancelledCode);

    /// <summary><inheritdoc cref="RunOutCode" path="/summary"/></summary>
    public static Fault RunOut { get; } = new(FaultKind.Invalid, RunOutCode);

    /// <summary><inheritdoc cref="NotYoursCode" path="/summary"/></summary>
    public static Fault NotYours { get; } = new(FaultKind.Forbidden, NotYoursCode);

    /// <summary>Why a quote that is no longer pending cannot be settled.</summary>
    internal static Fault Of(QuoteStatus? status) => status switch
    {
        null => Unknown,
        QuoteStatus.Converted => Converted,
        _ => Cancelled,
    };
}

/// <summary>Less is there than the quote promises, or the product is no longer offered.</summary>
/// <param name="ProductId">The product.</param>
/// <param name="Name">Its name.</param>
/// <param name="Quantity">Promised.</param>
/// <param name="OnHand">There, whoever it is kept back for.</param>
public sealed record QuotedShortage(long ProductId, string Name, long Quantity, long OnHand) : Fault(FaultKind.Conflict, QuoteFaults.ShortageCode);
