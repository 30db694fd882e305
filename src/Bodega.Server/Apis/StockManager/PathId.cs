using System.Globalization;

namespace Bodega.Server.Apis.StockManager;

/// <summary>An id in a path: digits only (contract §1). What is too long for a key is an unknown id, not a wrong path.</summary>
internal readonly record struct PathId(long Value)
{
    /// <summary>The constraint that keeps other paths away.</summary>
    public const string Route = "{id:regex(^[0-9]+$)}";

    /// <summary>Lets handlers take it as a parameter; the constraint has seen to the digits.</summary>
    public static bool TryParse(string text, out PathId id)
    {
        id = new PathId(long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : 0);
        return true;
    }
}
