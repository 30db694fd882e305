using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Bodega.Server.Hosting;

/// <summary>A surface's description, embedded as OpenAPI: for programs, and the same as a page for people.</summary>
/// <param name="resource">Name of the embedded document.</param>
/// <param name="path">Where it is served.</param>
internal sealed class ApiDocument(string resource, string path)
{
    private readonly Lazy<byte[]> _json = new(() => Read(resource));
    private readonly Lazy<byte[]> _page = new(() => Encoding.UTF8.GetBytes(ReferencePage.Write(Read(resource), path)));

    /// <summary>The document.</summary>
    public byte[] Json => _json.Value;

    /// <summary>The page.</summary>
    public byte[] Page => _page.Value;

    private static byte[] Read(string resource)
    {
        using var file = typeof(ApiDocument).Assembly.GetManifestResourceStream(resource)!; // embedded by the project file
        using var bytes = new MemoryStream();
        file.CopyTo(bytes);
        return bytes.ToArray();
    }
}

/// <summary>Renders an OpenAPI document as one page without scripts or anything from elsewhere.</summary>
internal static class ReferencePage
{
    private static readonly string[] Methods = ["get", "post", "put", "patch", "delete"];

    // Printed examples keep their accents; the page is encoded as a whole.
    private static readonly JsonSerializerOptions Pretty = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Renders a document that is served at <paramref name="path"/>.</summary>
    public static string Write(byte[] document, string path)
    {
        using var json = JsonDocument.Parse(document);
        var root = json.RootElement;
        var info = root.GetProperty("info");
        var page = new StringBuilder();
        page.Append(
            CultureInfo.InvariantCulture,
            $$"""
            <!doctype html>
            <html lang="en">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{{Html(info.GetProperty("title"))}}</title>
            <style>
            :root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;margin:0 auto;max-width:60rem;padding:1rem}
            pre{background:#8881;overflow:auto;padding:.5rem;font-size:.85rem}code{font-size:.9em}table{border-collapse:collapse;width:100%}
            th,td{text-align:left;vertical-align:top;border-bottom:1px solid #8884;padding:.25rem .5rem}details{border-bottom:1px solid #8884;padding:.25rem 0}
            summary{cursor:pointer}b{display:inline-block;min-width:4.5rem}
            </style></head>
            <body><h1>{{Html(info.GetProperty("title"))}} {{Html(info.GetProperty("version"))}}</h1><p>{{Html(info.GetProperty("description"))}}</p>
            <p>For programs: <a href="{{Html(path)}}">{{Html(path)}}</a></p><nav><ul>
            """);
        var tags = root.GetProperty("tags").EnumerateArray().Select(tag => tag.GetProperty("name").GetString()!).ToList();
        foreach (var tag in tags) page.Append(CultureInfo.InvariantCulture, $"<li><a href=\"#{Html(tag)}\">{Html(tag)}</a></li>");
        page.Append("</ul></nav><main>");
        foreach (var tag in tags)
        {
            page.Append(CultureInfo.InvariantCulture, $"<h2 id=\"{Html(tag)}\">{Html(tag)}</h2>");
            foreach (var route in root.GetProperty("paths").EnumerateObject())
                foreach (var method in Methods)
                    if (route.Value.TryGetProperty(method, out var operation) && operation.GetProperty("tags")[0].GetString() == tag)
                        Operation(page, root, method, route.Name, operation);
        }
        return page.Append("</main></body></html>").ToString();
    }

    private static void Operation(StringBuilder page, JsonElement root, string method, string path, JsonElement operation)
    {
        page.Append(CultureInfo.InvariantCulture, $"<details><summary><b>{method.ToUpperInvariant()}</b> <code>{Html(path)}</code> {Html(operation.GetProperty("summary"))}</summary><p>{Html(operation.GetProperty("description"))}</p>");
        if (operation.TryGetProperty("parameters", out var parameters))
        {
            page.Append("<h4>Parameters</h4><table><tr><th>Name</th><th>In</th><th>Type</th><th>Meaning</th></tr>");
            foreach (var parameter in parameters.EnumerateArray())
                page.Append(CultureInfo.InvariantCulture, $"<tr><td><code>{Html(parameter.GetProperty("name"))}</code></td><td>{Html(parameter.GetProperty("in"))}</td><td>{Html(TypeOf(parameter.GetProperty("schema")))}</td><td>{Html(Optional(parameter, "description"))}</td></tr>");
            page.Append("</table>");
        }
        if (operation.TryGetProperty("requestBody", out var body))
            foreach (var content in body.GetProperty("content").EnumerateObject())
                Request(page, content);
        page.Append("<h4>Answers</h4>");
        foreach (var response in operation.GetProperty("responses").EnumerateObject()) Response(page, root, response);
        page.Append("</details>");
    }

    private static void Request(StringBuilder page, JsonProperty content)
    {
        page.Append(CultureInfo.InvariantCulture, $"<h4>Request <code>{Html(content.Name)}</code></h4>");
        var schema = content.Value.GetProperty("schema");
        var required = schema.TryGetProperty("required", out var names) ? names.EnumerateArray().Select(name => name.GetString()!).ToHashSet() : [];
        page.Append("<table><tr><th>Field</th><th>Type</th><th>Meaning</th></tr>");
        foreach (var field in schema.GetProperty("properties").EnumerateObject())
            page.Append(CultureInfo.InvariantCulture, $"<tr><td><code>{Html(field.Name)}</code>{(required.Contains(field.Name) ? " (required)" : "")}</td><td>{Html(TypeOf(field.Value))}</td><td>{Html(Optional(field.Value, "description"))} {Html(Limits(field.Value))}</td></tr>");
        page.Append("</table>");
        if (content.Value.TryGetProperty("example", out var example)) Example(page, example);
    }

    private static void Response(StringBuilder page, JsonElement root, JsonProperty response)
    {
        var answer = response.Value;
        if (answer.TryGetProperty("$ref", out var reference)) answer = root.GetProperty("components").GetProperty("responses").GetProperty(reference.GetString()!.Split('/')[^1]); // a string by the standard
        page.Append(CultureInfo.InvariantCulture, $"<p><b>{Html(response.Name)}</b> {Html(answer.GetProperty("description"))}</p>");
        if (!answer.TryGetProperty("content", out var contents)) return;
        foreach (var content in contents.EnumerateObject())
            if (content.Value.TryGetProperty("example", out var example)) Example(page, example);
    }

    private static void Example(StringBuilder page, JsonElement example) =>
        page.Append(CultureInfo.InvariantCulture, $"<pre>{Html(example.ValueKind == JsonValueKind.String ? example.GetString()! : JsonSerializer.Serialize(example, Pretty))}</pre>"); // a string is one

    private static string TypeOf(JsonElement schema) => !schema.TryGetProperty("type", out var type) ? "any"
        : type.ValueKind == JsonValueKind.Array ? string.Join(" or ", type.EnumerateArray().Select(name => name.GetString())) : type.GetString()!; // one of the two by the standard

    private static string Limits(JsonElement schema) => string.Join(", ", schema.EnumerateObject()
        .Where(rule => rule.Name is "enum" or "minimum" or "maximum" or "minLength" or "maxLength").Select(rule => $"{rule.Name} {rule.Value.GetRawText()}"));

    private static string Optional(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";

    private static string Html(JsonElement text) => Html(text.GetString() ?? "");

    private static string Html(string text) => HtmlEncoder.Default.Encode(text);
}
