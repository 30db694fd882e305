using System.Text;
using Bodega.Kernel;

namespace Bodega.Catalog.Lists;

/// <summary>What a column of a product list may hold.</summary>
public enum ListField
{
    /// <summary>Code; where it is missing or empty, one is made up.</summary>
    Code,

    /// <summary>Name; required.</summary>
    Name,

    /// <summary>Description.</summary>
    Description,

    /// <summary>Price; required.</summary>
    Price,

    /// <summary>Pieces on hand.</summary>
    Quantity,

    /// <summary>Reorder level.</summary>
    MinStock,

    /// <summary>Category.</summary>
    Category,
}

/// <summary>Which column of a list holds what, found by the words in its header (Inventory contract, trade §6.2).</summary>
public sealed class ListColumns
{
    /// <summary>Fields without which a list is none.</summary>
    public static IReadOnlyList<ListField> Required { get; } = [ListField.Name, ListField.Price];

    private static readonly Dictionary<ListField, string[]> _words = new()
    {
        [ListField.Code] = ["codigo", "cod", "sku", "referencia", "ref", "idproducto", "codigoproducto", "codigobarra", "codigobarras"],
        [ListField.Name] = ["nombre", "producto", "nombreproducto", "descripcionproducto", "item", "articulo"],
        [ListField.Description] = ["descripcion", "observacion", "observaciones", "detalle", "detalles", "notas"],
        [ListField.Price] = ["precio", "precioventa", "preciounitario", "valor", "valorunitario", "valorventa", "pvp"],
        [ListField.Quantity] = ["cantidad", "stock", "existencia", "existencias", "cantidadinicial", "stockinicial", "unidades", "inventario"],
        [ListField.MinStock] = ["stockminimo", "minimo", "alerta", "umbral", "cantidadminima", "minimoinventario"],
        [ListField.Category] = ["categoria", "cat", "tipo", "grupo", "familia", "rubro"],
    };

    // A title row above the header has none of these in a cell of its own (§6.1).
    private static readonly HashSet<string> _headerWords =
        ["codigo", "cod", "sku", "referencia", "nombre", "producto", "articulo", "descripcion", "precio", "valor", "pvp", "cantidad", "stock", "existencia", "categoria", "grupo"];

    private readonly Dictionary<ListField, int> _places = [];

    private ListColumns(IReadOnlyList<string> headers)
    {
        var normal = headers.Select(Normal).ToList();
        foreach (var (field, words) in _words)
        {
            var place = normal.FindIndex(header => words.Contains(header));
            if (place >= 0) _places[field] = place;
        }
        Found = [.. _places.Select(pair => (pair.Key, headers[pair.Value]))];
        Ignored = [.. headers.Where((header, place) => header.Length > 0 && !_places.ContainsValue(place))];
        Missing = [.. Required.Where(field => !_places.ContainsKey(field))];
    }

    /// <summary>Fields with their headers as the file spells them, in the order of <see cref="ListField"/>.</summary>
    public IReadOnlyList<(ListField Field, string Header)> Found { get; }

    /// <summary>Headers that mean nothing to us, or something that an earlier column holds already.</summary>
    public IReadOnlyList<string> Ignored { get; }

    /// <summary>Required fields that no column holds.</summary>
    public IReadOnlyList<ListField> Missing { get; }

    /// <summary>Reads a header.</summary>
    public static ListColumns Of(IReadOnlyList<string> headers) => new(headers);

    /// <summary>True for a row that names columns: at least two cells are filled, one of them with a word that only a header has.</summary>
    internal static bool IsHeader(IReadOnlyList<string> cells) => cells.Count(cell => cell.Length > 0) >= 2 && cells.Any(cell => _headerWords.Contains(NormalText.Of(cell)));

    /// <summary>The cells of a row that we need, without blanks around them and without what no database holds.</summary>
    public ListRow Pick(IReadOnlyList<string> cells)
    {
        string Cell(ListField field) => _places.TryGetValue(field, out var place) && place < cells.Count ? Clean(cells[place]) : "";
        return new ListRow(Cell(ListField.Code), Cell(ListField.Name), Cell(ListField.Description), Cell(ListField.Price), Cell(ListField.Quantity), Cell(ListField.MinStock), Cell(ListField.Category));
    }

    // A cell that is too long is kept as one that is too long, not whole: a list is read before it is judged.
    private static string Clean(string cell)
    {
        var text = cell.Length > ListRow.MostText ? cell[..(ListRow.MostText + 1)].Trim() : cell.Trim();
        if (text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0 && !text.Contains('\0', StringComparison.Ordinal)) return text;
        var sound = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            if (rune.Value != 0) sound.Append(rune.ToString());
        return sound.ToString();
    }

    private static string Normal(string header)
    {
        var text = new StringBuilder();
        foreach (var c in NormalText.Of(header))
            if (c is not (' ' or '_' or '-' or '.' or '/')) text.Append(c);
        return text.ToString();
    }
}

/// <summary>A row of a product list, as it stands.</summary>
public sealed record ListRow(string Code, string Name, string Description, string Price, string Quantity, string MinStock, string Category)
{
    /// <summary>Characters of a cell that are looked at.</summary>
    public const int MostText = 2000;
}
