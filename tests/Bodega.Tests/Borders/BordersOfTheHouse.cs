using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;
using Bodega.Server.Hosting;

namespace Bodega.Tests.Borders;

/// <summary>Server → Bodega ← Data.*; a wire never touches another wire; no interface for one implementer.</summary>
public sealed partial class BordersOfTheHouse
{
    private static readonly Assembly Shop = typeof(Bodega.Data.BodegaDb).Assembly;
    private static readonly Assembly Sqlite = typeof(Bodega.Data.Sqlite.SqliteProvider).Assembly;
    private static readonly Assembly PostgreSql = typeof(Bodega.Data.PostgreSql.PostgreSqlProvider).Assembly;
    private static readonly Assembly Server = typeof(BodegaServer).Assembly;

    [Fact]
    public void The_shop_knows_no_http_and_no_provider() =>
        Assert.DoesNotContain(References(Shop), name =>
            name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) || name.StartsWith("Npgsql", StringComparison.Ordinal)
            || name.Contains("Sqlite", StringComparison.OrdinalIgnoreCase) || name.StartsWith("Bodega.", StringComparison.Ordinal) || name == "System.Net.Http.Json");

    [Fact]
    public void A_provider_knows_the_shop_only() =>
        Assert.All(new[] { Sqlite, PostgreSql }, provider =>
        {
            Assert.Equal(["Bodega"], References(provider).Where(name => name.StartsWith("Bodega", StringComparison.Ordinal)));
            Assert.DoesNotContain(References(provider), name => name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal));
        });

    [Fact]
    public void A_wire_never_touches_another()
    {
        var apis = Path.Combine(Sources.Root, "src", "Bodega.Server", "Apis");
        var wires = Directory.GetDirectories(apis).Select(folder => Path.GetFileName(folder)!).ToList();
        Assert.Contains("StockManager", wires);
        foreach (var file in Directory.EnumerateFiles(apis, "*.cs", SearchOption.AllDirectories))
        {
            var own = Path.GetRelativePath(apis, file).Split(Path.DirectorySeparatorChar)[0];
            var text = File.ReadAllText(file);
            Assert.All(wires.Where(wire => wire != own), other => Assert.DoesNotContain($"Apis.{other}", text, StringComparison.Ordinal));
            Assert.DoesNotContain("Bodega.Server.BackOffice", text, StringComparison.Ordinal);
        }
        // Outside the wires only the table of surfaces names them.
        var named = Directory.EnumerateFiles(Path.Combine(Sources.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.StartsWith(apis, StringComparison.Ordinal) && UsesAWire().IsMatch(File.ReadAllText(file)))
            .Select(Path.GetFileName);
        Assert.Equal(["BodegaServer.cs"], named);
    }

    [Fact]
    public void No_interface_has_a_single_implementer()
    {
        var types = new[] { Shop, Sqlite, PostgreSql, Server }.SelectMany(assembly => assembly.GetTypes()).ToList();
        var lonely = types.Where(type => type.IsInterface && type.Namespace?.StartsWith("Bodega", StringComparison.Ordinal) == true)
            .Where(contract => types.Count(type => type is { IsInterface: false } && contract.IsAssignableFrom(type)) < 2);
        Assert.Empty(lonely);
    }

    [Fact]
    public void The_server_shows_nothing_to_others_and_seals_what_is_not_inherited()
    {
        var own = Server.GetTypes().Where(type => type.Namespace?.StartsWith("Bodega", StringComparison.Ordinal) == true
            && type.GetCustomAttribute<System.Runtime.CompilerServices.CompilerGeneratedAttribute>() is null && !type.Name.Contains('<', StringComparison.Ordinal)).ToList();
        Assert.Empty(own.Where(type => type.IsPublic).Select(type => type.FullName));
        Assert.Empty(own.Where(type => type is { IsClass: true, IsSealed: false, IsAbstract: false } && !own.Any(other => other.BaseType == type)).Select(type => type.FullName));
    }

    [Fact]
    public void Entities_and_use_cases_are_sealed() =>
        Assert.Empty(Shop.GetExportedTypes().Where(type => type is { IsClass: true, IsSealed: false, IsAbstract: false }
            && !Shop.GetTypes().Concat(Server.GetTypes()).Any(other => other.BaseType == type)).Select(type => type.FullName));

    [Fact]
    public void What_we_agreed_not_to_call_is_not_called()
    {
        // The build refuses it (RS0030); this holds the list itself and that it reaches every project.
        var banned = File.ReadAllText(Path.Combine(Sources.Root, "BannedSymbols.txt"));
        Assert.All(
            ["P:System.DateTime.UtcNow;", "P:System.DateTime.Now;", "P:System.DateTimeOffset.UtcNow;", "M:System.Threading.Thread.Sleep(System.Int32);", "M:System.Random.#ctor;"],
            (string symbol) => Assert.Contains(symbol, banned, StringComparison.Ordinal));
        var props = File.ReadAllText(Path.Combine(Sources.Root, "Directory.Build.props"));
        Assert.Contains("<TreatWarningsAsErrors>true</TreatWarningsAsErrors>", props, StringComparison.Ordinal);
        Assert.Contains("Microsoft.CodeAnalysis.BannedApiAnalyzers", props, StringComparison.Ordinal);
        Assert.Contains("AdditionalFiles Include=\"$(MSBuildThisFileDirectory)BannedSymbols.txt\"", props, StringComparison.Ordinal);
        Assert.All(Directory.EnumerateFiles(Sources.Root, "*.csproj", SearchOption.AllDirectories), project =>
            Assert.DoesNotContain("RS0030", File.ReadAllText(project), StringComparison.Ordinal));
        // And no call of it is compiled into what we ship.
        Assert.All(new[] { Shop, Sqlite, PostgreSql, Server }, assembly => Assert.Empty(MembersUsed(assembly).Intersect(["System.DateTime.get_Now", "System.DateTime.get_UtcNow", "System.DateTimeOffset.get_UtcNow", "System.Threading.Thread.Sleep"])));
    }

    private static IEnumerable<string> References(Assembly assembly) => assembly.GetReferencedAssemblies().Select(name => name.Name!);

    private static HashSet<string> MembersUsed(Assembly assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly.Location));
        var metadata = file.GetMetadataReader();
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (var handle in metadata.MemberReferences)
        {
            var member = metadata.GetMemberReference(handle);
            if (member.Parent.Kind != HandleKind.TypeReference) continue;
            var type = metadata.GetTypeReference((TypeReferenceHandle)member.Parent);
            used.Add($"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}.{metadata.GetString(member.Name)}");
        }
        Assert.NotEmpty(used);
        return used;
    }

    [GeneratedRegex(@"Bodega\.Server\.Apis\.", RegexOptions.NonBacktracking)]
    private static partial Regex UsesAWire();
}
