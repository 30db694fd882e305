using Bodega.Server.Hosting;

namespace Bodega.Server.Apis.StockManager.Pages;

/// <summary>Fields of a posted form; a body that is no form has none.</summary>
internal sealed class FormBody
{
    private readonly IFormCollection? _form;

    private FormBody(IFormCollection? form) => _form = form;

    /// <summary>The text as sent, empty when absent; what cannot be stored (NUL) is no text.</summary>
    public string this[string name] => _form?[name].ToString() is { } text && !text.Contains('\0', StringComparison.Ordinal) ? text : "";

    /// <summary>True when the field was sent.</summary>
    public bool Has(string name) => _form?.ContainsKey(name) == true;

    /// <summary>Lets handlers take it as a parameter. Other sites' forms were refused before (<see cref="CrossSite"/>).</summary>
    public static async ValueTask<FormBody?> BindAsync(HttpContext http)
    {
        if (!http.Request.HasFormContentType) return new FormBody(null);
        try
        {
            return new FormBody(await http.Request.ReadWholeFormAsync(http.RequestAborted));
        }
        catch (InvalidDataException)
        {
            return new FormBody(null); // too many or too long fields, a NUL, or cut off
        }
    }
}
