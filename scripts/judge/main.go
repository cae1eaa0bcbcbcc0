// Command judge reads what lies in deploy/ for clouds into the types that their
// own clients are built on, and fails where they know no such field. What is
// known but wrong only the cloud can tell.
package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/ecs"
	"github.com/digitalocean/godo"
	"google.golang.org/api/run/v1"
	apps "k8s.io/api/apps/v1"
	core "k8s.io/api/core/v1"
	networking "k8s.io/api/networking/v1"
	policy "k8s.io/api/policy/v1"
	"sigs.k8s.io/yaml"
)

func main() {
	failed := false
	for _, judge := range []func(deploy string) error{kubernetes, cloudRun, digitalOcean, amazon} {
		if err := judge(os.Args[1]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			failed = true
		}
	}
	if failed {
		os.Exit(1)
	}
}

func kubernetes(deploy string) error {
	file := filepath.Join(deploy, "kubernetes/kontor.yml")
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	for _, one := range bytes.Split(text, []byte("\n---\n")) {
		var is struct{ APIVersion, Kind string }
		if err := yaml.Unmarshal(one, &is); err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		if is.Kind == "" {
			continue // a comment
		}
		into, ok := kinds()[is.APIVersion+" "+is.Kind]
		if !ok {
			return fmt.Errorf("%s: no such kind: %s %s", file, is.APIVersion, is.Kind)
		}
		if err := strict(one, into); err != nil {
			return fmt.Errorf("%s: %s: %w", file, is.Kind, err)
		}
	}
	return nil
}

// kinds are those of Kubernetes that are used.
func kinds() map[string]any {
	return map[string]any{
		"v1 ConfigMap":                   &core.ConfigMap{},
		"v1 PersistentVolumeClaim":       &core.PersistentVolumeClaim{},
		"v1 Service":                     &core.Service{},
		"apps/v1 Deployment":             &apps.Deployment{},
		"policy/v1 PodDisruptionBudget":  &policy.PodDisruptionBudget{},
		"networking.k8s.io/v1 Ingress":   &networking.Ingress{},
	}
}

func cloudRun(deploy string) error {
	return read(filepath.Join(deploy, "google/cloudrun.yaml"), &run.Service{})
}

func digitalOcean(deploy string) error {
	return read(filepath.Join(deploy, "digitalocean/app.yaml"), &godo.AppSpec{})
}

func amazon(deploy string) error {
	return read(filepath.Join(deploy, "aws/ecs-task.json"), &ecs.RegisterTaskDefinitionInput{})
}

func read(file string, into any) error {
	text, err := os.ReadFile(file)
	if err == nil {
		err = strict(text, into)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return nil
}

// strict fails at fields that the type does not have, and at those said twice.
func strict(text []byte, into any) error {
	err := yaml.UnmarshalStrict(text, into)
	if err != nil {
		return fmt.Errorf("%s", strings.TrimPrefix(err.Error(), "error unmarshaling JSON: while decoding JSON: "))
	}
	return nil
}
