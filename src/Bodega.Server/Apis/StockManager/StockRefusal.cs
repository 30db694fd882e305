using Bodega.Kernel;

namespace Bodega.Server.Apis.StockManager;

/// <summary>A refusal that only this surface knows: its status and its text, to the letter.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Text">Text of <c>error</c>.</param>
internal sealed record StockRefusal(int Status, string Text) : Fault(FaultKind.Invalid, Code, Text)
{
    public new const string Code = "stockmanager";

    /// <summary>A body with more keys than <c>error</c>; null = only that.</summary>
    public IResult? Body { get; init; }
}
