using System.Net.Http.Headers;
using System.Text;

namespace Bodega.Server.Tests.Sidekick;

/// <summary>Forms that no ordinary client sends.</summary>
internal static class Multipart
{
    /// <summary>What browsers send where nobody chose a file.</summary>
    public static HttpContent WithoutFile(string part) => Of($"--b\r\nContent-Disposition: form-data; name=\"{part}\"; filename=\"\"\r\nContent-Type: application/octet-stream\r\n\r\n\r\n--b--\r\n");

    /// <summary>One that ends in the middle.</summary>
    public static HttpContent Broken() => Of("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.xlsx\"\r\n\r\nPK");

    /// <summary>Several files, with further fields.</summary>
    public static MultipartFormDataContent Of(IEnumerable<(string Part, string Name, byte[] Bytes)> files, params (string Name, string Value)[] fields)
    {
        var form = new MultipartFormDataContent();
        foreach (var (part, name, bytes) in files) form.Add(new ByteArrayContent(bytes), part, name);
        foreach (var (name, value) in fields) form.Add(new StringContent(value), name);
        return form;
    }

    private static ByteArrayContent Of(string body)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=b");
        return content;
    }
}
