import java.io.File;
import org.gephi.io.exporter.api.ExportController;
import org.gephi.io.importer.api.ImportController;
import org.gephi.io.processor.plugin.DefaultProcessor;
import org.gephi.project.api.ProjectController;
import org.openide.util.Lookup;

/** Gephi reads the first file as it does by default and writes it to the second, in the form that its ending names. */
public class GephiTrip {
    public static void main(String[] paths) throws Exception {
        var projects = Lookup.getDefault().lookup(ProjectController.class);
        projects.newProject();
        var workspace = projects.getCurrentWorkspace();
        var imports = Lookup.getDefault().lookup(ImportController.class);
        imports.process(imports.importFile(new File(paths[0])), new DefaultProcessor(), workspace);
        Lookup.getDefault().lookup(ExportController.class).exportFile(new File(paths[1]), workspace);
        System.exit(0);
    }
}
