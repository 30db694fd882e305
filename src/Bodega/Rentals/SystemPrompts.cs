using Bodega.Data;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Rentals;

/// <summary>What language models are told to do with a text: built in, or the installation's own in its place.</summary>
public static class SystemPrompts
{
    /// <summary>Better wording, in whatever tone the text has.</summary>
    public const string Improve = "vault_mejorar";

    /// <summary>Another language.</summary>
    public const string Translate = "vault_traducir";

    // The same in all of them; without it models comment on what they have done, or translate the placeholders.
    private const string Rules =
        " Las palabras entre llaves, como {NOMBRE} o {HORA_LLEGADA}, son marcadores: déjalas exactamente como están y no añadas otras."
        + " No inventes datos que no aparezcan en el mensaje. Responde solo con el mensaje, sin comillas, títulos ni explicaciones.";

    private const string Same = " Escribe en el mismo idioma del mensaje, que se te indica.";

    private static readonly Dictionary<string, string> BuiltIn = new(StringComparer.Ordinal)
    {
        [Improve] = "Eres quien redacta los mensajes que un alojamiento turístico envía a sus huéspedes. Mejora la redacción del mensaje: que sea claro, correcto y amable, sin cambiar su sentido." + Same + Rules,
        [$"{Improve}_clasico"] = "Eres quien redacta los mensajes de un alojamiento de trato tradicional. Reescribe el mensaje con tono formal y respetuoso, tratando al huésped de usted, sin cambiar su sentido." + Same + Rules,
        [$"{Improve}_cercano"] = "Eres quien redacta los mensajes de un alojamiento de trato familiar. Reescribe el mensaje con tono cálido y cercano, tratando al huésped de tú, sin cambiar su sentido." + Same + Rules,
        [$"{Improve}_entusiasta"] = "Eres quien redacta los mensajes de un alojamiento que recibe con alegría. Reescribe el mensaje con tono muy acogedor y entusiasta, que se note cuánto nos alegra la visita, sin cambiar su sentido." + Same + Rules,
        [$"{Improve}_minimalista"] = "Eres quien redacta los mensajes de un alojamiento que va al grano. Reescribe el mensaje lo más breve que puedas: frases cortas, solo lo necesario, sin perder ningún dato y sin dejar de ser cortés." + Same + Rules,
        [Translate] = "Eres quien traduce los mensajes que un alojamiento turístico envía a sus huéspedes. Traduce el mensaje al idioma de destino que se te indica, con naturalidad y conservando su tono y sus saltos de línea." + Rules,
    };

    /// <summary>Name of the text for a tone; null = none in particular.</summary>
    public static string ImproveIn(string? tone) => tone is null ? Improve : $"{Improve}_{tone}";

    /// <summary>The installation's own text of a name, or null.</summary>
    public static Task<string?> OwnSystemPromptAsync(this BodegaDb db, string name, CancellationToken ct) =>
        db.SystemPrompts.Where(prompt => prompt.Name == name).Select(prompt => prompt.Content).FirstOrDefaultAsync(ct);

    /// <summary>The text of a name: the installation's own, else the built-in one.</summary>
    /// <param name="db">The context.</param>
    /// <param name="name">One that has a built-in text.</param>
    /// <param name="ct">Cancels.</param>
    public static async Task<string> SystemPromptAsync(this BodegaDb db, string name, CancellationToken ct) => await db.OwnSystemPromptAsync(name, ct) ?? BuiltIn[name];
}
