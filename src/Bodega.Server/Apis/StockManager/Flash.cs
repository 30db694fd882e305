using System.Globalization;

namespace Bodega.Server.Apis.StockManager;

/// <summary>What a page says once after a redirect. The cookie holds codes and numbers only; the texts stay here, so nobody can plant one.</summary>
internal static class Flash
{
    private const string Cookie = "flash";

    // Longer than any redirect takes, short enough that nobody meets a stale note the next morning.
    private const int Seconds = 60;

    private const int MostNotes = 4;

    /// <summary>Leaves a note for the next page that this client is shown; a second one in the same answer is added to the first.</summary>
    /// <param name="http">The request whose answer redirects.</param>
    /// <param name="code">Which note.</param>
    /// <param name="numbers">The numbers in its text, in order.</param>
    public static void Set(HttpContext http, FlashCode code, params IReadOnlyList<long> numbers)
    {
        var note = string.Join('.', numbers.Prepend((long)code).Select(number => number.ToString(CultureInfo.InvariantCulture)));
        var notes = http.Items.TryGetValue(typeof(Flash), out var set) ? $"{set}~{note}" : note;
        http.Items[typeof(Flash)] = notes;
        Write(http, notes, Seconds);
    }

    /// <summary>The notes left for this client, taken away with this answer; empty when there are none.</summary>
    public static IReadOnlyList<FlashNote> Take(HttpContext http)
    {
        if (!http.Request.Cookies.TryGetValue(Cookie, out var notes)) return [];
        Write(http, "", 0);
        return notes.Length > 200 ? [] : [.. notes.Split('~').Take(MostNotes).Select(Read).OfType<FlashNote>()];
    }

    private static void Write(HttpContext http, string notes, int seconds)
    {
        var others = http.Response.Headers.SetCookie.Where(cookie => cookie?.StartsWith(Cookie + "=", StringComparison.Ordinal) != true);
        http.Response.Headers.SetCookie = others
            .Append($"{Cookie}={notes}; Max-Age={seconds.ToString(CultureInfo.InvariantCulture)}; {(http.Request.IsHttps ? "Secure; " : "")}HttpOnly; Path=/; SameSite=Lax").ToArray();
    }

    private static FlashNote? Read(string note)
    {
        var numbers = new List<long>();
        foreach (var part in note.Split('.'))
        {
            if (!long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return null;
            numbers.Add(number);
        }
        return numbers[0] <= int.MaxValue ? Say((FlashCode)(int)numbers[0], [.. numbers.Skip(1)]) : null;
    }

    private static FlashNote? Say(FlashCode code, IReadOnlyList<long> numbers) => code switch
    {
        FlashCode.RegistrationSent => new("Solicitud enviada. Espera aprobación del administrador."),
        FlashCode.UnknownProduct => new("Producto no encontrado", IsError: true),
        FlashCode.UnknownSale => new("Venta no encontrada", IsError: true),
        FlashCode.ProductsImported when numbers is [var imported] => new($"{imported} productos importados correctamente"),
        FlashCode.RowsSkipped when numbers is [var skipped] => new($"{skipped} filas omitidas", IsError: true),
        FlashCode.ImportExpired => new("Sesión expirada, vuelve a subir el CSV", IsError: true),
        FlashCode.ProfileUpdated => new("Perfil actualizado correctamente"),
        FlashCode.EmailRequired => new("Email es requerido", IsError: true),
        FlashCode.EmailInvalid => new("Email inválido", IsError: true),
        FlashCode.EmailTaken => new("Este correo ya está registrado", IsError: true),
        FlashCode.PasswordUpdated => new("Contraseña actualizada correctamente"),
        FlashCode.PasswordFieldsRequired => new("Todos los campos son requeridos", IsError: true),
        FlashCode.PasswordsDiffer => new("Las contraseñas nuevas no coinciden", IsError: true),
        FlashCode.PasswordTooShort => new("La contraseña debe tener al menos 6 caracteres", IsError: true),
        FlashCode.PasswordTooLong => new("Contraseña: Máximo 128 caracteres", IsError: true),
        FlashCode.PasswordWrong => new("Contraseña actual incorrecta", IsError: true),
        FlashCode.TooManyTries => new("Demasiados intentos. Intenta más tarde", IsError: true),
        FlashCode.PasswordReset => new("Contraseña restablecida exitosamente"),
        FlashCode.SaleRecorded => new("Venta registrada"),
        _ => null,
    };
}

/// <summary>A note as a page shows it; plain text.</summary>
/// <param name="Text">Its text, not yet encoded for HTML.</param>
/// <param name="IsError">Something did not work.</param>
internal sealed record FlashNote(string Text, bool IsError = false);

/// <summary>Every note there is (contract §5, §6.1).</summary>
internal enum FlashCode
{
    RegistrationSent = 1,
    UnknownProduct = 2,
    UnknownSale = 3,

    /// <summary>One number: products.</summary>
    ProductsImported = 4,

    /// <summary>One number: rows.</summary>
    RowsSkipped = 5,
    ImportExpired = 6,
    ProfileUpdated = 7,
    EmailRequired = 8,
    EmailInvalid = 9,
    EmailTaken = 10,
    PasswordUpdated = 11,
    PasswordFieldsRequired = 12,
    PasswordsDiffer = 13,
    PasswordTooShort = 14,
    PasswordTooLong = 15,
    PasswordWrong = 16,
    TooManyTries = 17,
    PasswordReset = 18,
    SaleRecorded = 19,
}
