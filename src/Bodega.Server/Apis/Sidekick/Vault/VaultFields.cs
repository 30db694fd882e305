using Bodega.Rentals;

namespace Bodega.Server.Apis.Sidekick.Vault;

/// <summary>The vault's fields, with its own texts (contract §13).</summary>
internal static class VaultFields
{
    public const int MostContent = 20_000; // the contract names none; a list shows all of them, and models are paid by length
    public const int MostName = 200;
    public const string BadName = "El nombre debe tener entre 1 y 200 caracteres.";
    private static readonly string[] Languages = ["es", "en", "fr", "de", "it", "pt"];
    private static readonly string[] Categories = ["BIENVENIDA", "INSTRUCCIONES", "RECORDATORIO", "CHECKIN_TARDIO", "CHECKOUT", "INCIDENCIA", "GENERAL"];
    private static readonly string[] Tones = ["clasico", "cercano", "entusiasta", "minimalista"];

    /// <summary>The fields of a body; unknown ones are refused.</summary>
    public static Fields Of(SidekickBody body) => new(body, bare: true);

    /// <summary>A template as it is to be.</summary>
    /// <param name="fields">The fields.</param>
    /// <param name="languageMayBeNull">True where null leaves the language as it is.</param>
    public static TemplateText Template(this Fields fields, bool languageMayBeNull)
    {
        var name = fields.Text("nombre", Need.Required);
        if (name is not null && Fields.LengthFlaw(name, 1, MostName) is not null) fields.Refuse("nombre", BadName);
        return new TemplateText(name ?? "", fields.Content(), fields.Language("idioma", languageMayBeNull ? Need.OrNull : Need.Optional), fields.Word("categoria", Need.OrNull, Categories, "Categoría no válida"));
    }

    public static string Content(this Fields fields)
    {
        var content = fields.Text("contenido", Need.Required, most: MostContent);
        if (content is "") fields.Refuse("contenido", "El contenido no puede estar vacío.");
        return content ?? "";
    }

    public static string? Language(this Fields fields, string name, Need need) => fields.Word(name, need, Languages, "Idioma no válido");

    public static string? Tone(this Fields fields) => fields.Word("tono", Need.OrNull, Tones, "Tono no válido");

    private static string? Word(this Fields fields, string name, Need need, string[] words, string wrong)
    {
        var text = fields.Text(name, need);
        if (text is null || words.Contains(text)) return text;
        fields.Refuse(name, $"{wrong}. Opciones: {string.Join(", ", words)}.");
        return null;
    }
}
